package io.bellcord.broker.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.transit.ProviderId;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.security.Key;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Two providers, each with a shared secret, at a fixed time; what a test adds comes on top. */
final class AuthFixture {
    static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    static final ProviderKey K1 = shared("k1", KeyAlgorithm.HS256);

    /** What a token signed with {@link #K1} proves, if it says nothing else. */
    static final Proof BY_K1 = new Proof.Token("k1", Optional.empty(), Optional.empty(), Optional.empty());

    static final CredentialKey CREDENTIAL_KEY = CredentialKey.random();

    private AuthFixture() {}

    static ProviderKey shared(String kid, KeyAlgorithm algorithm) {
        return ProviderKey.of(kid, algorithm, KeyMaterial.newSecret(algorithm));
    }

    static Provider provider(String id, ProviderKey... keys) {
        return new Provider(new ProviderId(id), "Provider " + id, true, false, List.of(keys));
    }

    static TokenVerifier verifier(Provider... providers) {
        var all = new Providers(List.of(providers));
        return new TokenVerifier(() -> all, CREDENTIAL_KEY, CLOCK);
    }

    /** A driver's token of provider kb, as it should be; a test spoils one thing of it. */
    static JwtBuilder driverOfKb() {
        return Jwts.builder()
                .header()
                .keyId("k1")
                .and()
                .subject("driver-7")
                .id("token-1")
                .claim("provider", "kb")
                .claim("tokenType", "access")
                .claim("role", "driver")
                .expiration(Date.from(NOW.plusSeconds(3600)));
    }

    static String signed(JwtBuilder token, ProviderKey key) {
        return token.signWith(parsed(key)).compact();
    }

    static Key parsed(ProviderKey key) {
        return KeyMaterial.parse(key.algorithm(), key.material());
    }

    static Presented presented(@Nullable String username, byte @Nullable [] password) {
        return new Presented(username, password);
    }

    /** Of the key that vouched for a grant; empty where none did. */
    static Optional<String> keyId(Grant grant) {
        return grant.proof() instanceof Proof.Token token ? Optional.of(token.keyId()) : Optional.empty();
    }

    static byte[] bytes(String password) {
        return password.getBytes(ISO_8859_1);
    }

    static Grant granted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Granted.class);
        return ((Verdict.Granted) verdict).grant();
    }

    static void assertDenied(Verdict verdict, Verdict.Reason reason, String... messageParts) {
        assertThat(verdict).isInstanceOf(Verdict.Denied.class);
        var denied = (Verdict.Denied) verdict;
        assertThat(denied.reason()).as("%s", denied.message()).isEqualTo(reason);
        for (String part : messageParts) {
            assertThat(denied.message()).contains(part);
        }
    }
}
