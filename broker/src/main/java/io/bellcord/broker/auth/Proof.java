package io.bellcord.broker.auth;

import io.bellcord.broker.provider.CredentialHash;
import java.time.Instant;
import java.util.Optional;

/** How a client proved who it is: what must still count for its connection to go on. */
public sealed interface Proof {
    /**
     * An access token.
     *
     * @param keyId which of the provider's keys signed it
     * @param subject its {@code sub}, as it stood there
     * @param tokenId its {@code jti}
     * @param issuedAt its {@code iat}, in whole seconds
     */
    record Token(String keyId, Optional<String> subject, Optional<String> tokenId, Optional<Instant> issuedAt)
            implements Proof {}

    /** A tracker credential. */
    record Credential(CredentialHash hash) implements Proof {}

    /**
     * A client certificate, by SHA-256 fingerprints of 64 hexadecimal digits.
     *
     * @param issuer the authority of the provider that signed it
     */
    record Certificate(String fingerprint, String issuer) implements Proof {}

    /** A rider of a provider whose buses are public, who needs none. */
    record Nothing() implements Proof {}
}
