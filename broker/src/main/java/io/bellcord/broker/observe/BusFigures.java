package io.bellcord.broker.observe;

import io.bellcord.broker.ingest.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * How a bus has fared on this node.
 *
 * @param fixesPerMinute accepted ones, over the last minute or so
 * @param refused reports since the node started, or since the bus was last quiet for hours
 */
public record BusFigures(double fixesPerMinute, long refused, Optional<LastRefusal> lastRefusal) {
    public static final BusFigures NONE = new BusFigures(0, 0, Optional.empty());

    /** Why a report was refused, and when. */
    public record LastRefusal(Reason reason, String message, Instant at) {}
}
