package io.bellcord.broker.http;

import java.util.Optional;

/**
 * One thing that can be wrong.
 *
 * @param name as it stands in the answer, such as {@code redis}
 * @param turnsAway whether clients had better go to another node while it is
 * @param problem says in words what is wrong and since when; empty when all is well
 */
public record HealthCheck(String name, boolean turnsAway, Problem problem) {
    /** One with which clients are served all the same. */
    public HealthCheck(String name, Problem problem) {
        this(name, false, problem);
    }

    /** Looks; must not wait. */
    @FunctionalInterface
    public interface Problem {
        Optional<String> find();
    }
}
