package io.bellcord.broker.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * One key that vouches for a provider's tokens.
 *
 * @param kid the {@code kid} in a token's header: 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @param material a shared secret in base64, or a public key in PEM
 * @param notBefore from when it counts; empty for always
 * @param notAfter until when it counts, this instant not included; empty for as long as it is not retired;
 *     before {@code notBefore} if it was retired before it began
 */
public record ProviderKey(
        String kid, KeyAlgorithm algorithm, String material, Optional<Instant> notBefore, Optional<Instant> notAfter) {
    /** A key that counts from now on, until it is retired. */
    public static ProviderKey of(String kid, KeyAlgorithm algorithm, String material) {
        return new ProviderKey(kid, algorithm, material, Optional.empty(), Optional.empty());
    }

    public boolean isActive(Instant now) {
        return notBefore.map(from -> !now.isBefore(from)).orElse(true)
                && notAfter.map(now::isBefore).orElse(true);
    }

    /** Without the material: a shared secret must not end up in a log. */
    @Override
    public String toString() {
        return "ProviderKey[kid=" + kid + ", algorithm=" + algorithm.code() + "]";
    }
}
