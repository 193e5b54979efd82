package io.bellcord.broker.auth;

import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.provider.Revocations;
import io.bellcord.broker.transit.BusId;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.MacAlgorithm;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import javax.crypto.SecretKey;

/** Signs tokens with the shared secrets of providers. Safe for use by many threads. */
public final class TokenIssuer {
    private static final int ID_BYTES = 12; // 16 characters: no two alike, and short for modems

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public TokenIssuer(Clock clock) {
        this.clock = clock;
    }

    /**
     * Signs an access token with the newest shared secret that is valid now.
     *
     * @throws RefusedException if the provider has none
     */
    public IssuedToken issue(Provider provider, TokenRequest request) {
        return issue(provider, request, TokenType.ACCESS);
    }

    /** The same for a token of either type. */
    public IssuedToken issue(Provider provider, TokenRequest request, TokenType type) {
        ProviderKey key = signingKey(provider);
        Instant now = issuedAt(provider, request.subject());
        Instant expiresAt = now.plus(request.lifetime());
        String id = newId();
        var token = Jwts.builder()
                .header()
                .keyId(key.kid())
                .and()
                .subject(request.subject())
                .claim("provider", provider.id().value())
                .claim("tokenType", type.code())
                .claim("role", request.role().code())
                .claim("bus", request.bus().map(BusId::value).orElse(null)) // jjwt leaves out what is null
                .issuedAt(Date.from(now))
                .expiration(Date.from(expiresAt))
                .id(id)
                .signWith(secret(key), (MacAlgorithm)
                        Jwts.SIG.get().forKey(key.algorithm().code()));
        return new IssuedToken(token.compact(), id, expiresAt);
    }

    /** A token of just after its subject was revoked would count as older: {@link Revocations#CLOCKS_DIFFER}, and whole seconds. */
    private Instant issuedAt(Provider provider, String subject) {
        Instant now = clock.instant();
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return provider.revocations()
                .findCut(subject)
                .filter(cut -> cut.isAfter(second) && !cut.isAfter(now.plus(Revocations.CLOCKS_DIFFER.multipliedBy(2))))
                .map(cut -> cut.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1))
                .orElse(second);
    }

    private ProviderKey signingKey(Provider provider) {
        return provider.activeKeys(clock.instant()).stream()
                .filter(key -> key.algorithm().isShared())
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Reason.CANNOT_SIGN,
                        "Provider " + provider.id() + " has no valid key that Bellcord could sign with; its own "
                                + "system signs, or add a shared secret: admin key add --provider " + provider.id()
                                + " --algorithm HS256"));
    }

    private static SecretKey secret(ProviderKey key) {
        return (SecretKey) KeyMaterial.parse(key.algorithm(), key.material());
    }

    private String newId() {
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
