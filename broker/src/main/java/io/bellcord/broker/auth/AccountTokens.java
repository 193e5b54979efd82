package io.bellcord.broker.auth;

import io.bellcord.broker.auth.Verdict.Denied;
import io.bellcord.broker.auth.Verdict.Granted;
import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.transit.ProviderId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Verifies what people who have an account present: an access token, or the refresh token that came with it. Works in
 * memory alone. Safe for use by many threads.
 */
public final class AccountTokens {
    private static final int MOST_CHARACTERS = 8 * 1024;

    private final Supplier<Providers> providers;
    private final Clock clock;
    private final AccessTokens tokens;

    public AccountTokens(Supplier<Providers> providers, Clock clock) {
        this.providers = providers;
        this.clock = clock;
        this.tokens = new AccessTokens(clock);
    }

    /** What the verification came to. */
    public sealed interface Check {
        /**
         * Good.
         *
         * @param subject the token's {@code sub} as it stands there: the user's id
         * @param id its {@code jti}
         */
        record Valid(Provider provider, Optional<String> subject, Optional<String> id) implements Check {}

        record Invalid(Reason reason) implements Check {}
    }

    public Check check(String providerId, String token, TokenType expected) {
        Providers now = providers.get();
        Optional<Provider> provider =
                ProviderId.isValid(providerId) ? now.find(new ProviderId(providerId)) : Optional.empty();
        if (provider.isEmpty()) {
            return new Check.Invalid(Reason.UNKNOWN_PROVIDER);
        } else if (!provider.get().enabled()) {
            return new Check.Invalid(Reason.PROVIDER_DISABLED);
        } else if (token.length() > MOST_CHARACTERS
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(token)) {
            return new Check.Invalid(Reason.TOKEN_INVALID);
        }
        return switch (tokens.verify(now, provider.get(), token, expected)) {
            case Granted(Grant grant) when grant.stillHolds(now, clock.instant()) -> valid(provider.get(), token);
            case Granted _ -> new Check.Invalid(Reason.TOKEN_INVALID);
            case Denied denied -> new Check.Invalid(denied.reason());
        };
    }

    private static Check valid(Provider provider, String token) {
        UnverifiedToken verified = UnverifiedToken.parse(token).orElseThrow();
        return new Check.Valid(provider, verified.claim("sub"), verified.claim("jti"));
    }
}
