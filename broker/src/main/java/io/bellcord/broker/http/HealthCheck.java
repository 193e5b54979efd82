package io.bellcord.broker.http;

import java.util.Optional;

/**
 * One thing that can be wrong.
 *
 * @param name as it stands in the answer, such as {@code redis}
 * @param problem says in words what is wrong and since when; empty when all is well
 */
public record HealthCheck(String name, Problem problem) {
    /** Looks; must not wait. */
    @FunctionalInterface
    public interface Problem {
        Optional<String> find();
    }
}
