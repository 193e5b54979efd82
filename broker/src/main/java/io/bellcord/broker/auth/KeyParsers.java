package io.bellcord.broker.auth;

import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.Providers;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.Key;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;

/**
 * One parser for each key: it knows that key and its algorithm and no other, so a token cannot choose. They are
 * kept as long as the providers stay the same, so that a verification costs the signature and no parsing of keys.
 */
final class KeyParsers {
    /** How much longer than its {@code exp}, and earlier than its {@code nbf}, a token counts: clocks differ. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clock clock;
    private volatile Kept kept = new Kept(new Providers(List.of()));

    private record Kept(Providers providers, Map<ProviderKey, TokenCheck> parsers) {
        Kept(Providers providers) {
            this(providers, new ConcurrentHashMap<>());
        }

        /** Those of keys that are still there. */
        Kept inside(Providers now) {
            var still = new Kept(now);
            now.list()
                    .forEach(provider -> provider.keys().forEach(key -> {
                        TokenCheck parser = parsers.get(key);
                        if (parser != null) {
                            still.parsers.put(key, parser);
                        }
                    }));
            return still;
        }
    }

    KeyParsers(Clock clock) {
        this.clock = clock;
    }

    /** Throws a {@link io.bellcord.broker.provider.RefusedException} if the key cannot be used. */
    @SuppressWarnings("ReferenceEquality") // by identity: they may hold very much to compare
    TokenCheck of(Providers providers, ProviderKey key) {
        Kept current = kept;
        if (current.providers() != providers) {
            current = current.inside(providers);
            kept = current;
        }
        return current.parsers().computeIfAbsent(key, this::parser);
    }

    private TokenCheck parser(ProviderKey key) {
        Key parsed = KeyMaterial.parse(key.algorithm(), key.material());
        return parsed instanceof SecretKey secret
                ? new SharedSecretCheck(key.algorithm().code(), secret.getAlgorithm(), secret, clock)
                : TokenCheck.by(library(key, (PublicKey) parsed));
    }

    private JwtParser library(ProviderKey key, PublicKey parsed) {
        var algorithm = Jwts.SIG.get().forKey(key.algorithm().code());
        return Jwts.parser()
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(PATIENCE.toSeconds())
                .sig()
                .clear()
                .add(algorithm)
                .and()
                .zip() // what is unpacked can be a thousand times as large
                .clear()
                .and()
                .verifyWith(parsed)
                .build();
    }
}
