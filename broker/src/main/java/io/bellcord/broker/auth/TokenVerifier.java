package io.bellcord.broker.auth;

import io.bellcord.broker.auth.Verdict.Denied;
import io.bellcord.broker.auth.Verdict.Granted;
import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.transit.ProviderId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who comes in: docs/PROTOCOL.md, MQTT CONNECT. Works in memory alone, never throws and never logs what
 * it was given. Safe for use by many threads; a signature takes up to a millisecond, so not for an event loop.
 */
public final class TokenVerifier {
    private static final Logger log = LoggerFactory.getLogger(TokenVerifier.class);

    /** Longer than any token with sensible claims; what is longer is not even parsed. */
    private static final int MOST_PASSWORD_BYTES = 8 * 1024;

    private final Supplier<Providers> providers;
    private final AccessTokens accessTokens;
    private final ClientCertificates certificates;

    /**
     * Verifies against whatever {@code providers} answers at the time of each CONNECT.
     */
    public TokenVerifier(Supplier<Providers> providers, Clock clock) {
        this.providers = providers;
        this.accessTokens = new AccessTokens(clock);
        this.certificates = new ClientCertificates(clock);
    }

    /** Whether who presents this comes in, as whom and until when. */
    public Verdict verify(Presented presented) {
        try {
            return judge(presented);
        } catch (RuntimeException e) {
            // Not its message nor its trace: a parser may quote the token there.
            log.warn("Token refused because its verification failed error={}", e.getClass());
            return new Denied(Reason.TOKEN_INVALID, "The token cannot be read");
        }
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
                    Reason.MISSING_PASSWORD, "The password must be an access token of provider " + provider.id());
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
        return accessTokens.verify(now, provider, new String(password, StandardCharsets.ISO_8859_1));
    }
}
