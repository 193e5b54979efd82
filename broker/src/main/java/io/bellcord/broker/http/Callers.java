package io.bellcord.broker.http;

import io.bellcord.broker.accounts.Accounts;
import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Presented;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.auth.Verdict;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who calls, by the same tokens and credentials as over MQTT. */
public final class Callers {
    private static final Pattern SCHEME = Pattern.compile("(?i)^Bearer( |$)");

    private final TokenVerifier tokens;
    private final LiveGrants grants;
    private final FailedTokens failedTokens;

    public Callers(TokenVerifier tokens, LiveGrants grants, FailedTokens failedTokens) {
        this.tokens = tokens;
        this.grants = grants;
        this.failedTokens = failedTokens;
    }

    /** From a header {@code Bearer …}, or the token alone; that of the service before this one took both. */
    public static Optional<String> token(Context context) {
        return Optional.ofNullable(context.header("Authorization"))
                .map(header -> SCHEME.matcher(header).replaceFirst("").strip())
                .filter(token -> !token.isEmpty());
    }

    /**
     * Who shows this token.
     *
     * @param provider as it was written, valid or not
     * @throws RequestRefused where it is no good for the provider, later and later for who fails again and again
     */
    public Grant verified(Context context, String provider, String token) {
        byte[] password = token.getBytes(StandardCharsets.ISO_8859_1);
        return failedTokens.watch(context, provider, token, () -> grant(new Presented(provider, password)));
    }

    /**
     * A rider without a token.
     *
     * @throws RequestRefused where the provider's buses are not public
     */
    public Grant anonymous(String provider) {
        return grant(new Presented(provider, null));
    }

    private Grant grant(Presented presented) {
        return switch (tokens.verify(presented)) {
            case Verdict.Granted(Grant grant) when grants.holds(grant) -> grant;
            case Verdict.Granted _ -> throw new RequestRefused(ErrorCode.TOKEN_INVALID);
            case Verdict.Denied(var reason, var _)
            when reason == Verdict.Reason.MISSING_PASSWORD -> throw new RequestRefused(ErrorCode.NOT_AUTHENTICATED);
            case Verdict.Denied denied ->
                throw new RequestRefused(ErrorCode.of(Accounts.refusal(denied.reason())), denied.message());
        };
    }
}
