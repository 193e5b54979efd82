package io.bellcord.broker.auth;

import static io.bellcord.broker.auth.AuthFixture.K1;
import static io.bellcord.broker.auth.AuthFixture.NOW;
import static io.bellcord.broker.auth.AuthFixture.assertDenied;
import static io.bellcord.broker.auth.AuthFixture.bytes;
import static io.bellcord.broker.auth.AuthFixture.driverOfKb;
import static io.bellcord.broker.auth.AuthFixture.granted;
import static io.bellcord.broker.auth.AuthFixture.keyId;
import static io.bellcord.broker.auth.AuthFixture.presented;
import static io.bellcord.broker.auth.AuthFixture.provider;
import static io.bellcord.broker.auth.AuthFixture.shared;
import static io.bellcord.broker.auth.AuthFixture.signed;
import static io.bellcord.broker.auth.AuthFixture.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.testing.TestKeys;
import io.jsonwebtoken.JwtBuilder;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which key a token must be signed with. */
class TokenKeysTest {
    @ParameterizedTest
    @EnumSource(names = {"HS256", "HS384", "HS512"})
    void takesASharedSecretOfEachLength(KeyAlgorithm algorithm) {
        ProviderKey key = shared("k1", algorithm);

        granted(verifier(provider("kb", key)).verify(presented("kb", bytes(signed(driverOfKb(), key)))));
    }

    @ParameterizedTest
    @MethodSource("keyPairs")
    void takesAPublicKeyOfEachKind(KeyAlgorithm algorithm, KeyPair pair) {
        String token = driverOfKb().signWith(pair.getPrivate()).compact();

        var verifier = verifier(provider("kb", publicKey(algorithm, pair)));

        assertThat(keyId(granted(verifier.verify(presented("kb", bytes(token))))))
                .contains("k1");
    }

    @ParameterizedTest
    @MethodSource("keyPairs")
    void refusesATokenOfAnotherPrivateKey(KeyAlgorithm algorithm, KeyPair pair) {
        KeyPair another = keyPair(algorithm);
        String token = driverOfKb().signWith(another.getPrivate()).compact();

        var verifier = verifier(provider("kb", publicKey(algorithm, pair)));

        assertDenied(verifier.verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID, "signature");
    }

    static Stream<Arguments> keyPairs() {
        return Stream.of(KeyAlgorithm.RS256, KeyAlgorithm.ES256, KeyAlgorithm.EDDSA)
                .map(algorithm -> Arguments.of(algorithm, keyPair(algorithm)));
    }

    private static KeyPair keyPair(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> TestKeys.rsa(2048);
            case ES256 -> TestKeys.ec("secp256r1");
            case EDDSA -> TestKeys.ed25519();
            case HS256, HS384, HS512 -> throw new IllegalArgumentException(algorithm.code());
        };
    }

    private static ProviderKey publicKey(KeyAlgorithm algorithm, KeyPair pair) {
        return ProviderKey.of("k1", algorithm, TestKeys.pem(pair.getPublic()));
    }

    @Test
    void takesTheOldKeyAndTheNewOneDuringARotation() {
        ProviderKey old = shared("old", KeyAlgorithm.HS256);
        ProviderKey newer = shared("new", KeyAlgorithm.HS512);
        var verifier = verifier(provider("kb", newer, old));

        for (ProviderKey key : List.of(old, newer)) {
            JwtBuilder token = driverOfKb().header().keyId(key.kid()).and();
            assertThat(keyId(granted(verifier.verify(presented("kb", bytes(signed(token, key)))))))
                    .contains(key.kid());
        }
    }

    @Test
    void refusesAKeyOutsideItsTime() {
        ProviderKey over = window(Optional.empty(), Optional.of(NOW));
        ProviderKey future = window(Optional.of(NOW.plusSeconds(1)), Optional.empty());

        for (ProviderKey key : List.of(over, future)) {
            Verdict verdict = verifier(provider("kb", key)).verify(presented("kb", bytes(signed(driverOfKb(), key))));
            assertDenied(verdict, Reason.TOKEN_INVALID, "retired or not yet valid");
        }
    }

    @Test
    void endsTheGrantWithItsKeyIfThatIsEarlier() {
        ProviderKey key = window(Optional.of(NOW), Optional.of(NOW.plusSeconds(60)));

        Verdict verdict = verifier(provider("kb", key)).verify(presented("kb", bytes(signed(driverOfKb(), key))));

        Grant grant = granted(verdict);
        var providers = new Providers(List.of(provider("kb", key)));
        assertThat(grant.stillHolds(providers, NOW.plusSeconds(59))).isTrue();
        assertThat(grant.stillHolds(providers, NOW.plusSeconds(60))).isFalse();
    }

    private static ProviderKey window(Optional<Instant> from, Optional<Instant> to) {
        return new ProviderKey("k1", K1.algorithm(), K1.material(), from, to);
    }

    @Test
    void refusesAKeyThatTheProviderDoesNotHave() {
        JwtBuilder token = driverOfKb().header().keyId("k\n9").and();

        Verdict verdict = verifier(provider("kb", K1)).verify(presented("kb", bytes(signed(token, K1))));

        assertDenied(verdict, Reason.TOKEN_INVALID, "has no key k?9");
    }

    @Test
    void takesATokenWithoutKidIfThereIsOneValidKey() {
        String token = signed(driverOfKb().header().keyId(null).and(), K1);
        ProviderKey retired = new ProviderKey("k0", K1.algorithm(), K1.material(), Optional.empty(), Optional.of(NOW));

        granted(verifier(provider("kb", K1, retired)).verify(presented("kb", bytes(token))));
        assertDenied(
                verifier(provider("kb", K1, shared("k2", KeyAlgorithm.HS256))).verify(presented("kb", bytes(token))),
                Reason.TOKEN_INVALID,
                "needs a kid");
        assertDenied(
                verifier(provider("kb")).verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID, "needs a kid");
    }

    @Test
    void saysThatAKeyCannotBeUsed() {
        var broken = ProviderKey.of("k1", KeyAlgorithm.RS256, "no pem");
        String token = driverOfKb().signWith(TestKeys.rsa(2048).getPrivate()).compact();

        assertDenied(
                verifier(provider("kb", broken)).verify(presented("kb", bytes(token))),
                Reason.TOKEN_INVALID,
                "cannot be used");
    }

    @Test
    void followsTheProvidersOfNow() {
        var now = new AtomicReference<>(new Providers(List.of(provider("kb", K1))));
        var verifier = new TokenVerifier(now::get, AuthFixture.CREDENTIAL_KEY, AuthFixture.CLOCK);
        byte[] token = bytes(signed(driverOfKb(), K1));
        granted(verifier.verify(presented("kb", token)));

        now.set(new Providers(List.of(provider("kb"))));

        assertDenied(verifier.verify(presented("kb", token)), Reason.TOKEN_INVALID, "has no key k1");
    }
}
