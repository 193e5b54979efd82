package io.bellcord.broker.mqtt;

import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Presented;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.guard.Guard;
import io.moquette.broker.security.IAuthenticator;
import org.jspecify.annotations.Nullable;

/**
 * Decides who comes in: validates the token in a CONNECT's password against the keys of the provider that its user name
 * names. The guard asks {@link #verify} first, off Moquette's threads, because a signature takes its time; Moquette asks
 * {@link #checkValid} then, on a thread that must not wait, and is told whether this connection was granted.
 */
public final class JwtAuthenticator implements IAuthenticator, Guard.Verifier {
    private final TokenVerifier tokens;
    private final LiveGrants grants;

    public JwtAuthenticator(TokenVerifier tokens, LiveGrants grants) {
        this.tokens = tokens;
        this.grants = grants;
    }

    @Override
    public Verdict verify(Presented presented) {
        return tokens.verify(presented);
    }

    @Override
    public boolean isQuick(Presented presented) {
        return tokens.isQuick(presented);
    }

    @Override
    public boolean checkValid(@Nullable String connectionId, @Nullable String username, byte @Nullable [] password) {
        return connectionId != null
                && grants.find(connectionId)
                        .filter(grant -> grant.provider().value().equals(username))
                        .isPresent();
    }
}
