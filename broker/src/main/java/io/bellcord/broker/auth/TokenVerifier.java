package io.bellcord.broker.auth;

import io.bellcord.broker.auth.Verdict.Denied;
import io.bellcord.broker.auth.Verdict.Granted;
import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.provider.TrackerCredential;
import io.bellcord.broker.provider.TrackerSecret;
import io.bellcord.broker.transit.ProviderId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides who comes in: docs/PROTOCOL.md, MQTT CONNECT. Works in memory alone, never throws and never logs what
 * it was given. Safe for use by many threads; a signature takes up to a millisecond, so what is not {@link #isQuick} is not
 * for an event loop.
 */
public final class TokenVerifier {
    /** Longer than any token with sensible claims; what is longer is not even parsed. */
    private static final int MOST_PASSWORD_BYTES = 8 * 1024;

    /** What is longer is read and hashed for longer than others should wait. */
    private static final int MOST_QUICK_BYTES = 1024;

    private final Supplier<Providers> providers;
    private final AccessTokens accessTokens;
    private final ClientCertificates certificates;
    private final CredentialKey credentialKey;
    private final Clock clock;
    private final Failures failures;

    /**
     * Verifies against whatever {@code providers} answers at the time of each CONNECT.
     */
    public TokenVerifier(Supplier<Providers> providers, CredentialKey credentialKey, Clock clock) {
        this.providers = providers;
        this.credentialKey = credentialKey;
        this.clock = clock;
        this.accessTokens = new AccessTokens(clock);
        this.certificates = new ClientCertificates(clock);
        this.failures = new Failures(clock);
    }

    /** Whether who presents this comes in, as whom and until when. */
    public Verdict verify(Presented presented) {
        try {
            return judge(presented);
        } catch (RuntimeException e) {
            failures.log(e);
            return new Denied(Reason.TOKEN_INVALID, "The token cannot be read");
        }
    }

    /**
     * Whether {@link #verify} takes a few microseconds, less than to hand it to another thread: unless a signature is to
     * be verified by a public key. A token that claims otherwise than its key is refused before that (docs/decisions/0012).
     */
    public boolean isQuick(Presented presented) {
        byte[] password = presented.password();
        if (password == null || password.length == 0) {
            return presented.certificates().isEmpty();
        }
        return password.length <= MOST_QUICK_BYTES
                && UnverifiedToken.algorithmOf(new String(password, StandardCharsets.ISO_8859_1))
                        .filter(algorithm -> !algorithm.startsWith("HS"))
                        .isEmpty();
    }

    private Verdict judge(Presented presented) {
        String username = presented.username();
        if (!presented.hasPassword() && !presented.certificates().isEmpty()) {
            return certificates.verify(providers.get(), username, presented.certificates());
        }
        if (username == null || !ProviderId.isValid(username)) {
            return new Denied(
                    Reason.UNKNOWN_PROVIDER, "The username must be the provider's id: 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        Providers now = providers.get();
        Optional<Provider> provider = now.find(new ProviderId(username));
        if (provider.isEmpty()) {
            return new Denied(Reason.UNKNOWN_PROVIDER, "There is no provider " + username + "; check the username");
        }
        if (!provider.get().enabled()) {
            return new Denied(Reason.PROVIDER_DISABLED, "Provider " + username + " is disabled; ask who runs Bellcord");
        }
        byte[] password = presented.password();
        return password == null || password.length == 0
                ? withoutPassword(provider.get())
                : withPassword(now, provider.get(), password);
    }

    private static Verdict withoutPassword(Provider provider) {
        if (!provider.publicRead()) {
            return new Denied(
                    Reason.MISSING_PASSWORD,
                    "The password must be an access token of provider " + provider.id()
                            + ", or a tracker's credential");
        }
        return new Granted(
                new Grant(provider.id(), Role.RIDER, "public", Optional.empty(), Instant.MAX, new Proof.Nothing()));
    }

    private Verdict withPassword(Providers now, Provider provider, byte[] password) {
        if (password.length > MOST_PASSWORD_BYTES) {
            return new Denied(
                    Reason.TOKEN_INVALID,
                    "The password has " + password.length + " bytes; a token may have " + MOST_PASSWORD_BYTES);
        }
        String text = new String(password, StandardCharsets.ISO_8859_1);
        return TrackerSecret.looksLikeOne(text)
                ? withCredential(provider, text)
                : accessTokens.verify(now, provider, text);
    }

    private Verdict withCredential(Provider provider, String password) {
        Optional<TrackerSecret> secret = TrackerSecret.parse(password);
        if (secret.isEmpty()) {
            return new Denied(
                    Reason.CREDENTIAL_UNKNOWN,
                    "The credential is mistyped: its last two characters do not fit the rest, or it has not 37");
        }
        return provider.credentials()
                .find(credentialKey.hash(secret.get()))
                .map(credential -> withCredential(provider, credential))
                .orElseGet(() -> new Denied(
                        Reason.CREDENTIAL_UNKNOWN,
                        "Provider " + provider.id()
                                + " has no such credential; check the username, or make a new one"));
    }

    private Verdict withCredential(Provider provider, TrackerCredential credential) {
        if (!credential.isActive(clock.instant())) {
            return new Denied(
                    Reason.CREDENTIAL_ENDED,
                    "The credential of bus " + credential.bus() + " was revoked or has expired; use its new one");
        }
        return new Granted(new Grant(
                provider.id(),
                Role.TRACKER,
                credential.bus().value(),
                Optional.of(credential.bus()),
                Instant.MAX,
                new Proof.Credential(credential.hash())));
    }
}
