package io.bellcord.simulator.bench;

/** There are no figures, and the message says why. */
public final class BenchFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BenchFailed(String message) {
        super(message);
    }
}
