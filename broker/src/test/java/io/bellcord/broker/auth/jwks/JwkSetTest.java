package io.bellcord.broker.auth.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.testing.TestKeys;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetTest {
    private static final KeyPair EC = TestKeys.ec("secp256r1");
    private static final KeyPair RSA = TestKeys.rsa(2048);

    @Test
    void readsTheKindsThatVerifyOurTokens() {
        JwkSet set = JwkSet.parse(set(
                json(Jwks.builder().key((ECPublicKey) EC.getPublic()).id("e").build()),
                json(Jwks.builder().key((RSAPublicKey) RSA.getPublic()).id("r").build()),
                json(Jwks.builder()
                        .octetKey(TestKeys.ed25519().getPublic())
                        .id("o")
                        .build())));

        assertThat(set.skipped()).isEmpty();
        assertThat(set.keys())
                .extracting(ProviderKey::kid, ProviderKey::algorithm)
                .containsExactly(
                        tuple("e", KeyAlgorithm.ES256), tuple("r", KeyAlgorithm.RS256), tuple("o", KeyAlgorithm.EDDSA));
    }

    @Test
    void leavesOutWhatIsNotForThatAndSaysWhy() {
        Map<String, Object> good = ec("good");
        JwkSet set = JwkSet.parse(set(
                json(good),
                json(good),
                json(with(ec("enc"), "use", "enc")),
                json(with(ec("wrap"), "key_ops", List.of("wrapKey"))),
                json(with(ec("alg"), "alg", "ES512")),
                json(with(ec("swap"), "alg", "HS256")),
                json(with(ec("odd"), "kty", "AKP")),
                json(with(ec("broken"), "x", "AAAA")),
                json(ec("bad kid")),
                json(Map.of("kty", "oct", "kid", "secret", "k", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
                json(Jwks.builder()
                        .key((ECPublicKey) TestKeys.ec("secp384r1").getPublic())
                        .id("p384")
                        .build()),
                json(Jwks.builder()
                        .key((RSAPublicKey) TestKeys.rsa(1024).getPublic())
                        .id("weak")
                        .build())));

        assertThat(set.keys()).extracting(ProviderKey::kid).containsExactly("good");
        assertThat(set.skipped()).hasSize(11);
        assertThat(String.join("\n", set.skipped()))
                .contains("twice", "use is not sig", "key_ops", "alg is none of", "kty and crv", "malformed")
                .contains("kid is not", "must not be published")
                .doesNotContain("AAAA");
    }

    @Test
    void takesNoPrivateKey() {
        String jwk = json(Jwks.builder().ecKeyPair(EC).id("e").build());

        assertThatThrownBy(() -> JwkSet.parse(set(jwk)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("private key");
    }

    @Test
    void readsASharedSecretByItself() {
        ProviderKey key = JwkSet.parseOne(
                json(Map.of("kty", "oct", "alg", "HS256", "k", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")), "mine");

        assertThat(key.kid()).isEqualTo("mine");
        assertThat(key.algorithm()).isEqualTo(KeyAlgorithm.HS256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "<html>", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[7,null,\"x\"]}"})
    void refusesWhatIsNoSet(String text) {
        assertThatThrownBy(() -> JwkSet.parse(text)).isInstanceOf(RefusedException.class);
    }

    @Test
    void isPublishedOverHttpsOrOnThisMachine() {
        assertThat(JwksAddress.parse("https://kb.example/keys").toString()).isEqualTo("https://kb.example/keys");
        assertThat(JwksAddress.parse("http://127.0.0.1:8080/keys").uri().getPort())
                .isEqualTo(8080);
        for (String bad : List.of(
                "http://kb.example/keys",
                "http://127.0.0.1.kb.example/",
                "http://10.0.0.1/",
                "file:///etc/passwd",
                "https://user:password@kb.example/",
                "ftp://localhost/",
                "https:///keys",
                "keys")) {
            assertThatThrownBy(() -> JwksAddress.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Map<String, Object> ec(String kid) {
        return new TreeMap<>(
                Jwks.builder().key((ECPublicKey) EC.getPublic()).id(kid).build());
    }

    private static Map<String, Object> with(Map<String, Object> jwk, String name, Object value) {
        jwk.put(name, value);
        return jwk;
    }

    private static String json(Jwk<?> jwk) {
        return Jwks.UNSAFE_JSON(jwk);
    }

    private static String json(Map<String, Object> jwk) {
        try {
            return new ObjectMapper().writeValueAsString(jwk);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String set(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }
}
