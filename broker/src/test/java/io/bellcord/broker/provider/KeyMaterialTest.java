package io.bellcord.broker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.testing.TestKeys;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyMaterialTest {
    @ParameterizedTest
    @CsvSource({"HS256, 32", "HS384, 48", "HS512, 64"})
    void makesSecretsAsLongAsTheHash(KeyAlgorithm algorithm, int bytes) {
        String secret = KeyMaterial.newSecret(algorithm);

        assertThat(Base64.getDecoder().decode(secret)).hasSize(bytes);
        assertThat(KeyMaterial.parse(algorithm, secret).getEncoded()).hasSize(bytes);
        assertThat(KeyMaterial.newSecret(algorithm)).isNotEqualTo(secret);
    }

    @Test
    void refusesAShortSecret() {
        assertUnusable(KeyAlgorithm.HS512, KeyMaterial.newSecret(KeyAlgorithm.HS256), "has 32 bytes", "64 bytes");
    }

    @Test
    void refusesASecretThatIsNotBase64WithoutRepeatingIt() {
        assertThatThrownBy(() -> KeyMaterial.parse(KeyAlgorithm.HS256, "s3cret!"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("base64")
                .hasMessageNotContaining("s3cret!");
    }

    @Test
    void refusesAWeakRsaKey() {
        assertUnusable(KeyAlgorithm.RS256, TestKeys.pem(TestKeys.rsa(1024).getPublic()), "1024 bits", "2048");
    }

    @Test
    void refusesAnotherCurveThanP256() {
        assertUnusable(KeyAlgorithm.ES256, TestKeys.pem(TestKeys.ec("secp384r1").getPublic()), "384 bits", "P-256");
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        assertUnusable(KeyAlgorithm.EDDSA, TestKeys.pem(TestKeys.rsa(2048).getPublic()), "no such key", "Ed25519");
    }

    @Test
    void refusesAPrivateKeySinceItMustNotLeaveTheProvider() {
        assertUnusable(
                KeyAlgorithm.RS256,
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "has no -----BEGIN PUBLIC KEY-----",
                "-pubout");
    }

    private static void assertUnusable(KeyAlgorithm algorithm, String material, String fault, String need) {
        assertThatThrownBy(() -> KeyMaterial.parse(algorithm, material))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.UNUSABLE_KEY))
                .hasMessageContaining(fault)
                .hasMessageContaining(need);
    }
}
