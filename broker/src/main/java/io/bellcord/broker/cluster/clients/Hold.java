package io.bellcord.broker.cluster.clients;

import io.bellcord.broker.auth.LiveGrants.Connection;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client identifier that a connection of this node has, and whether another node claimed it later. */
final class Hold {
    private final Connection connection;
    private final long takenAt = System.nanoTime();
    private @Nullable Turn own;
    private @Nullable Turn latestRival;

    Hold(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - takenAt);
    }

    /** Empty until the claim has reached Redis. */
    synchronized Optional<Turn> own() {
        return Optional.ofNullable(own);
    }

    /** The claim has reached Redis. Answers whether it is lost already. */
    synchronized boolean claimed(Turn turn) {
        own = turn;
        return isLost();
    }

    /** Another node has claimed the same. Answers whether it is lost by that; not while our own turn is to come. */
    synchronized boolean contested(Turn rival) {
        if (latestRival == null || rival.compareTo(latestRival) > 0) {
            latestRival = rival;
        }
        return isLost();
    }

    private boolean isLost() {
        return own != null && latestRival != null && latestRival.compareTo(own) > 0;
    }
}
