package io.bellcord.simulator.fault;

import java.time.Duration;

/**
 * How one tracker keeps its connection.
 *
 * @param dropsEvery fixes after which it ends its connection; 0 for never
 * @param staysAwayFor fixes, before it comes back
 * @param newClientIds whether it makes up a client identifier for each connection
 * @param twin whether another device has the same client identifier
 * @param badWill whether it leaves a will that is no position, and goes without DISCONNECT
 */
public record Manner(
        int dropsEvery, int staysAwayFor, boolean newClientIds, boolean twin, boolean badWill, Duration keepAlive) {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    /** As it should be. */
    public static final Manner STEADY = new Manner(0, 0, false, false, false, KEEP_ALIVE);

    static Manner of(Fault fault) {
        return switch (fault) {
            case FLAPPING -> new Manner(4, 4, false, false, false, KEEP_ALIVE);
            case NO_BACK_OFF -> new Manner(4, 0, false, false, false, KEEP_ALIVE);
            case RANDOM_IDS -> new Manner(4, 4, true, false, false, KEEP_ALIVE);
            case TWIN_IDS -> new Manner(0, 0, false, true, false, KEEP_ALIVE);
            case NO_KEEP_ALIVE -> new Manner(0, 0, false, false, false, Duration.ZERO);
            case BAD_WILL -> new Manner(8, 4, false, false, true, KEEP_ALIVE);
            default -> STEADY;
        };
    }
}
