package io.bellcord.broker.auth;

import static io.bellcord.broker.auth.AuthFixture.K1;
import static io.bellcord.broker.auth.AuthFixture.assertDenied;
import static io.bellcord.broker.auth.AuthFixture.bytes;
import static io.bellcord.broker.auth.AuthFixture.driverOfKb;
import static io.bellcord.broker.auth.AuthFixture.presented;
import static io.bellcord.broker.auth.AuthFixture.provider;
import static io.bellcord.broker.auth.AuthFixture.signed;
import static io.bellcord.broker.auth.AuthFixture.verifier;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.testing.TestKeys;
import io.jsonwebtoken.Jwts;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker sends. */
class ForgedTokenTest {
    private static final String CLAIMS =
            "{\"provider\":\"kb\",\"tokenType\":\"access\",\"role\":\"operator\"," + "\"exp\":4102444800}";

    private final TokenVerifier verifier = verifier(provider("kb", K1));

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "", "HS384", "HS512", "RS256", "EdDSA", "hs256", "dir"})
    void theTokenDoesNotChooseTheAlgorithm(String algorithm) {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"}";

        for (String signature : new String[] {"", "AAAA", hmac(header, CLAIMS, secret(K1))}) {
            String token = base64(header) + "." + base64(CLAIMS) + "." + signature;
            assertDenied(verifier.verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"b64\":false",
                "\"zip\":\"DEF\"",
                "\"enc\":\"A256GCM\"",
                "\"alg\":\"none\"",
                "\"kid\":\"k1\""
            })
    void aHeaderThatAsksForMoreOrSaysThingsTwiceIsNotUnderstood(String more) {
        String header = "{\"alg\":\"HS256\",\"kid\":\"k1\"," + more + "}";

        String token = base64(header) + "." + base64(CLAIMS) + "." + hmac(header, CLAIMS, secret(K1));

        assertDenied(verifier.verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"rider\",\"role\":\"operator\",\"provider\":\"kb\",\"tokenType\":\"access\",\"exp\":4102444800}",
                "{\"role\":\"rider\",\"provider\":\"kb\",\"tokenType\":\"access\",\"exp\":4102444800}{}",
                "{\"role\":\"rider\",\"provider\":\"kb\",\"tokenType\":\"access\",\"exp\":\"soon\"}",
                "[]",
                "null",
                ""
            })
    void claimsThatCanBeReadInTwoWaysAreNone(String claims) {
        String header = "{\"alg\":\"HS256\",\"kid\":\"k1\"}";

        String token = base64(header) + "." + base64(claims) + "." + hmac(header, claims, secret(K1));

        assertDenied(verifier.verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID);
    }

    @Test
    void onlyASignatureByAPublicKeyTakesItsTime() {
        for (String quick : new String[] {"HS256", "HS384", "HS512"}) {
            assertThat(verifier.isQuick(presented("kb", bytes(base64("{\"alg\":\"" + quick + "\"}") + ".e30.AAAA"))))
                    .isTrue();
        }
        for (String slow : new String[] {"RS256", "ES256", "EdDSA", ""}) {
            assertThat(verifier.isQuick(presented("kb", bytes(base64("{\"alg\":\"" + slow + "\"}") + ".e30.AAAA"))))
                    .isFalse();
        }
        assertThat(verifier.isQuick(presented("kb", bytes("x".repeat(1025))))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("publicKeys")
    void aPublicKeyIsNoSharedSecret(KeyAlgorithm algorithm, PublicKey publicKey) {
        String pem = TestKeys.pem(publicKey);
        TokenVerifier verifier = verifier(provider("kb", ProviderKey.of("k1", algorithm, pem)));
        String header = "{\"alg\":\"HS256\",\"kid\":\"k1\"}";

        for (byte[] secret : new byte[][] {pem.getBytes(UTF_8), pem.strip().getBytes(UTF_8), publicKey.getEncoded()}) {
            String token = base64(header) + "." + base64(CLAIMS) + "." + hmac(header, CLAIMS, secret);
            assertDenied(
                    verifier.verify(presented("kb", bytes(token))),
                    Reason.TOKEN_INVALID,
                    "alg must be " + algorithm.code());
        }
    }

    static Stream<Arguments> publicKeys() {
        return Stream.of(
                Arguments.of(KeyAlgorithm.RS256, TestKeys.rsa(2048).getPublic()),
                Arguments.of(KeyAlgorithm.ES256, TestKeys.ec("secp256r1").getPublic()),
                Arguments.of(KeyAlgorithm.EDDSA, TestKeys.ed25519().getPublic()));
    }

    @Test
    void aKeyInTheHeaderIsNotUsed() {
        var own = TestKeys.ec("secp256r1");
        String token = driverOfKb()
                .header()
                .add("jwk", Jwts.claims().build())
                .add("jku", "http://localhost/keys")
                .and()
                .signWith(own.getPrivate())
                .compact();

        assertDenied(verifier.verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID);
    }

    @Test
    void aClaimChangedAfterSigningIsNoticed() {
        String[] parts = signed(driverOfKb(), K1).split("\\.");

        String token = parts[0] + "." + base64(CLAIMS) + "." + parts[2];

        assertDenied(verifier.verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID, "signature");
    }

    @Test
    void aCompressedTokenIsNotUnpacked() {
        String token = signed(driverOfKb().compressWith(Jwts.ZIP.DEF), K1);

        assertDenied(verifier.verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID);
    }

    @Test
    void aPasswordLongerThan8KiBIsNotParsed() {
        String token = signed(driverOfKb().claim("ext", "x".repeat(8 * 1024)), K1);

        assertDenied(verifier.verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID, "bytes", "8192");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                "...",
                "a.b.c",
                "e30.e30.",
                "e30.e30.e30",
                "bnVsbA.bnVsbA.x",
                "W10.W10.x",
                "\u00ff.\u0000."
            })
    void whatIsNoTokenIsRefused(String password) {
        assertDenied(verifier.verify(presented("kb", bytes(password))), Reason.TOKEN_INVALID);
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        String token = base64("[".repeat(4000)) + "." + base64("{}") + ".x";

        assertDenied(verifier.verify(presented("kb", bytes(token))), Reason.TOKEN_INVALID);
    }

    @Test
    void aSignedTokenWithOddClaimsIsRefused() {
        String header = "{\"alg\":\"HS256\",\"kid\":\"k1\"}";
        for (String claims : new String[] {
            "null", "[]", "7", "{\"exp\":\"soon\"}", "{\"exp\":1e999}", "{\"exp\":-1}", "{\"exp\":{}}", "{\"exp\":true}"
        }) {
            String token = base64(header) + "." + base64(claims) + "." + hmac(header, claims, secret(K1));
            assertThat(verifier.verify(presented("kb", bytes(token))))
                    .as(claims)
                    .isInstanceOf(Verdict.Denied.class);
        }
    }

    @Test
    void randomBytesAreRefusedAndNeverThrow() {
        var random = new Random(42);
        byte[] token = bytes(signed(driverOfKb(), K1));

        for (int i = 0; i < 5_000; i++) {
            var garbage = new byte[1 + random.nextInt(200)];
            random.nextBytes(garbage);
            assertDenied(verifier.verify(presented("kb", garbage)), Reason.TOKEN_INVALID);

            byte[] spoilt = token.clone();
            spoilt[random.nextInt(token.length)] = (byte) random.nextInt();
            verifier.verify(presented("kb", spoilt));
        }
    }

    @Test
    void noSecretStandsInAMessage() {
        String token = signed(driverOfKb().expiration(null), K1);

        var denied = (Verdict.Denied) verifier.verify(presented("kb", bytes(token)));

        assertThat(denied.message()).doesNotContain(token, token.split("\\.")[2], K1.material());
    }

    private static byte[] secret(ProviderKey key) {
        return Base64.getDecoder().decode(key.material());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String hmac(String header, String claims, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] signature = mac.doFinal((base64(header) + "." + base64(claims)).getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
