package io.bellcord.broker.guard;

import io.bellcord.broker.transit.BusKey;

/** Where the guard hands what does not go through Moquette. Called on event loops: returns at once, never throws. */
public interface Reports {
    /** A will to be published for a bus: Moquette would publish it past every policy and interceptor. */
    void will(BusKey bus, byte[] payload);

    /** A publish of this bus' tracker that it had no right to. */
    void notAllowed(BusKey bus, String message);

    /** A publish for this bus that came too soon after those before it. */
    void tooOften(BusKey bus, String message);

    /** This bus' tracker takes over its own client identifier again and again. */
    void flapping(BusKey bus, String message);
}
