package io.bellcord.broker.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a provider no longer counts although it has not expired.
 *
 * @param tokens by their {@code jti}
 * @param subjects whose tokens do not count that were issued before the instant
 * @param certificates by their SHA-256 fingerprint, 64 hexadecimal digits
 */
public record Revocations(Set<String> tokens, Map<String, Instant> subjects, Set<String> certificates) {
    private static final Revocations NONE = new Revocations(Set.of(), Map.of(), Set.of());

    /**
     * How far the clock of who issues tokens may be ahead of PostgreSQL's: so much later than the revocation of their subject
     * they may seem to be issued, and do not count all the same.
     */
    public static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    /** What is revoked: each is a row's kind in the database, in lower case. */
    public enum Kind {
        TOKEN,
        SUBJECT,
        CERTIFICATE
    }

    public Revocations {
        tokens = Set.copyOf(tokens);
        subjects = Map.copyOf(subjects);
        certificates = Set.copyOf(certificates);
    }

    public static Revocations none() {
        return NONE;
    }

    /**
     * Whether a token is revoked, by its own id or with all of its subject's.
     *
     * @param issuedAt in whole seconds, as tokens tell it: of the very second of a revocation counts as before; and so
     *     does a token that does not tell
     */
    public boolean coverToken(Optional<String> id, Optional<String> subject, Optional<Instant> issuedAt) {
        return id.filter(tokens::contains).isPresent()
                || subject.flatMap(this::findCut)
                        .filter(cut -> issuedAt.map(cut::isAfter).orElse(true))
                        .isPresent();
    }

    /** Since when tokens of the subject have to be to count; empty if it was never revoked. */
    public Optional<Instant> findCut(String subject) {
        return Optional.ofNullable(subjects.get(subject));
    }

    public boolean coverCertificate(String fingerprint) {
        return certificates.contains(fingerprint);
    }
}
