package io.bellcord.broker.http.health;

import java.util.Optional;

/**
 * One thing that can be wrong.
 *
 * @param name as it stands in the answer and in the metrics, such as {@code redis}
 * @param meaning what a problem means for the node
 * @param problem says in words what is wrong and since when; empty when all is well
 */
public record HealthCheck(String name, Meaning meaning, Problem problem) {
    /** What a problem means for the node that has it; from bad to worse (docs/decisions/0025). */
    public enum Meaning {
        /** Clients are served, with less than they should get; on another node they would hardly get more. */
        DEGRADED,
        /** New clients are better off elsewhere. */
        NOT_READY,
        /** Nothing but a restart helps. */
        NOT_ALIVE
    }

    /** Looks; must not wait. */
    @FunctionalInterface
    public interface Problem {
        Optional<String> find();
    }

    /** One that leaves the node ready. */
    public HealthCheck(String name, Problem problem) {
        this(name, Meaning.DEGRADED, problem);
    }
}
