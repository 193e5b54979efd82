package io.bellcord.broker.limits;

/** Time that only goes forward, for measuring how long something takes: a clock may be set back. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since some moment; only differences mean anything. */
    long nanos();

    static Ticker system() {
        return System::nanoTime;
    }
}
