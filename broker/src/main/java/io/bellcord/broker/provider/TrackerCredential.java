package io.bellcord.broker.provider;

import io.bellcord.broker.transit.BusId;
import java.time.Instant;
import java.util.Optional;

/**
 * What lets the tracker of one bus in.
 *
 * @param hash of its secret, which is kept nowhere
 * @param notAfter until when it counts, this instant not included; empty for as long as it is not revoked
 */
public record TrackerCredential(CredentialHash hash, BusId bus, Optional<Instant> notAfter) {
    public boolean isActive(Instant now) {
        return notAfter.map(now::isBefore).orElse(true);
    }
}
