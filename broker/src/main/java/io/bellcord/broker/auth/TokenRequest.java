package io.bellcord.broker.auth;

import io.bellcord.broker.transit.BusId;
import java.time.Duration;
import java.util.Optional;

/**
 * Whom a token is to be for.
 *
 * @param subject its {@code sub}: who is meant in logs and audits
 * @param bus the one bus a tracker publishes for; empty for every other role
 * @param lifetime at least a second
 */
public record TokenRequest(Role role, String subject, Optional<BusId> bus, Duration lifetime) {
    public TokenRequest {
        if ((role == Role.TRACKER) != bus.isPresent()) {
            throw new IllegalArgumentException("a tracker, and nobody else, has a bus: role=" + role + " bus=" + bus);
        }
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a token's lifetime must be 1s or more but is " + lifetime);
        }
    }
}
