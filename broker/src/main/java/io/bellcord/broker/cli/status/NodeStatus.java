package io.bellcord.broker.cli.status;

import java.time.Duration;
import java.util.Map;

/** How one node is; what cannot be told of one that does not answer is left out. */
sealed interface NodeStatus {
    /** As it was given on the command line. */
    String node();

    /** Whether there is nothing to do. */
    boolean isWell();

    /**
     * One that does not answer.
     *
     * @param problem why not
     */
    record Unreachable(String node, String problem) implements NodeStatus {
        @Override
        public boolean isWell() {
            return false;
        }
    }

    /**
     * One that answers.
     *
     * @param status as at {@code /health/ready}
     * @param problems what is wrong, in words, by the name of the check
     */
    record Running(String node, String status, Map<String, String> problems, Figures figures) implements NodeStatus {
        @Override
        public boolean isWell() {
            return status.equals("ready");
        }
    }

    /**
     * What it does. Rates are by the second, over the time that it was looked at.
     *
     * @param providers by whether they are enabled: {@code true} or {@code false}
     * @param refused since the start, by reason; with those who were not let in
     * @param longestLag of an event loop in the last minutes
     */
    record Figures(
            String version,
            Duration uptime,
            Map<String, Double> providers,
            Map<String, Double> buses,
            Map<String, Double> clients,
            Rates rates,
            Map<String, Double> refused,
            double waitingForRedis,
            Duration longestLag,
            Memory memory,
            Files files) {}

    /**
     * By the second.
     *
     * @param deliveries messages written to riders
     */
    record Rates(double accepted, double superseded, double refused, double deliveries, double written) {}

    /** In bytes. */
    record Memory(double used, double most, double resident) {}

    /** Descriptors: how many are open, and may be. */
    record Files(double open, double most) {}
}
