package io.bellcord.broker.auth;

import io.bellcord.broker.provider.CredentialHash;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a verified client may do, and until when.
 *
 * @param subject who is meant in logs and audits: the token's {@code sub}, fit to be printed
 * @param bus the one bus a tracker publishes for; empty for every other role
 * @param expiresAt when the connection ends; {@link Instant#MAX} for never
 * @param proof what vouched for it, and has to as long as the connection lasts
 */
public record Grant(
        ProviderId provider, Role role, String subject, Optional<BusId> bus, Instant expiresAt, Proof proof) {
    public Grant {
        if ((role == Role.TRACKER) != bus.isPresent()) {
            throw new IllegalArgumentException("a tracker, and nobody else, has a bus: role=" + role + " bus=" + bus);
        }
    }

    /** Whether positions of this bus may be published: a tracker's own, any of the provider for a driver. */
    public boolean mayPublish(BusKey key) {
        return key.provider().equals(provider)
                && switch (role) {
                    case TRACKER -> bus.map(key.bus()::equals).orElse(false);
                    case DRIVER, OPERATOR -> true;
                    case RIDER -> false;
                };
    }

    /** Whether positions and states of this bus may be read. */
    public boolean mayRead(BusKey key) {
        return mayReadAll(key.provider()) || mayPublish(key);
    }

    /** Whether every bus of the provider may be read: by everyone but a tracker, which needs only its own. */
    public boolean mayReadAll(ProviderId other) {
        return role != Role.TRACKER && other.equals(provider);
    }

    /**
     * Whether a connection that was let in with it may go on: it has not expired, its provider is enabled, and
     * what vouched for it still does.
     */
    public boolean stillHolds(Providers providers, Instant now) {
        return now.isBefore(expiresAt)
                && providers
                        .find(provider)
                        .filter(Provider::enabled)
                        .filter(found -> isVouchedForBy(found, now))
                        .isPresent();
    }

    private boolean isVouchedForBy(Provider found, Instant now) {
        return switch (proof) {
            case Proof.Token(String keyId, var subject, var tokenId, var issuedAt) ->
                found.findKey(keyId).filter(key -> key.isActive(now)).isPresent()
                        && !found.revocations().coverToken(tokenId, subject, issuedAt);
            case Proof.Credential(CredentialHash hash) ->
                found.credentials()
                        .find(hash)
                        .filter(credential -> credential.isActive(now)
                                && bus.filter(credential.bus()::equals).isPresent())
                        .isPresent();
            case Proof.Certificate(String fingerprint, String issuer) ->
                found.authorities().find(issuer).isPresent()
                        && !found.revocations().coverCertificate(fingerprint);
            case Proof.Nothing _ -> role == Role.RIDER && found.publicRead();
        };
    }
}
