package io.bellcord.broker.feed;

import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ServiceStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * When a bus counts as live, stale, offline or forgotten; measured from the fix time, so that an old fix from a buffer
 * does not make a bus look alive.
 *
 * @param staleAfter no fix for this long: stale
 * @param offlineAfter no fix for this long and no tracker of it connected: offline
 * @param forgottenAfter no fix for this long: no longer known
 */
public record StateRules(Duration staleAfter, Duration offlineAfter, Duration forgottenAfter) {
    BusState stateOf(Position position, boolean connected, Instant now) {
        if (position.status() == ServiceStatus.OUT) {
            return BusState.OUT_OF_SERVICE;
        }
        Duration age = Duration.between(position.fixTime(), now);
        if (age.compareTo(staleAfter) < 0) {
            return BusState.LIVE;
        }
        return connected || age.compareTo(offlineAfter) < 0 ? BusState.STALE : BusState.OFFLINE;
    }

    /** When the state that this fix led to began. */
    Instant since(Position position, BusState state) {
        return switch (state) {
            case LIVE, OUT_OF_SERVICE -> position.fixTime();
            case STALE -> position.fixTime().plus(staleAfter);
            case OFFLINE -> position.fixTime().plus(offlineAfter);
        };
    }

    boolean isForgotten(Position position, Instant now) {
        return position.fixTime().plus(forgottenAfter).isBefore(now);
    }
}
