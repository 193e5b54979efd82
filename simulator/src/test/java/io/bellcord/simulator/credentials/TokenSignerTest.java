package io.bellcord.simulator.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSignerTest {
    private static final String SECRET = "a secret of at least thirty-two bytes";
    private static final Instant EIGHT = Instant.parse("2026-11-24T08:00:00Z");

    @TempDir
    Path directory;

    private Path file;
    private final Clock clock = Clock.fixed(EIGHT, ZoneOffset.UTC);

    @BeforeEach
    void writeSecret() throws IOException {
        file = Files.writeString(directory.resolve("secret.txt"), SECRET + "\n");
    }

    @Test
    void signsWithTheSecretOfTheFile() throws IOException, GeneralSecurityException {
        var token = TokenSigner.parse("demo-1:HS256:" + file, clock).sign("cam", "1001");

        var parts = token.split("\\.", -1);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        var expected = mac.doFinal((parts[0] + "." + parts[1]).getBytes(UTF_8));
        assertThat(Base64.getUrlDecoder().decode(parts[2])).isEqualTo(expected);
    }

    @Test
    void saysWhoMayPublishWhat() throws IOException {
        var parts = TokenSigner.parse("demo-1:HS256:" + file, clock)
                .sign("cam", "1001")
                .split("\\.", -1);

        assertThat(json(parts[0]).toString()).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"demo-1\"}");
        var claims = json(parts[1]);
        assertThat(claims.path("sub").asText()).isEqualTo("1001");
        assertThat(claims.path("provider").asText()).isEqualTo("cam");
        assertThat(claims.path("tokenType").asText()).isEqualTo("access");
        assertThat(claims.path("role").asText()).isEqualTo("tracker");
        assertThat(claims.path("bus").asText()).isEqualTo("1001");
        assertThat(claims.path("iat").asLong()).isEqualTo(EIGHT.getEpochSecond());
        assertThat(claims.path("exp").asLong()).isGreaterThan(EIGHT.getEpochSecond());
        assertThat(claims.path("jti").asText()).isNotBlank();
    }

    private static JsonNode json(String base64) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(base64));
    }

    @Test
    void signsNoTwoTokensAlike() throws IOException {
        var signer = TokenSigner.parse("demo-1:HS512:" + file, clock);

        assertThat(signer.sign("cam", "1001")).isNotEqualTo(signer.sign("cam", "1001"));
    }

    @Test
    void refusesAKeyThatIsNotThreeParts() {
        assertThatThrownBy(() -> TokenSigner.parse("demo-1:HS256", clock)).hasMessageContaining("KID:ALG:FILE");
    }

    @Test
    void refusesAnAlgorithmThatIsNotShared() {
        assertThatThrownBy(() -> TokenSigner.parse("demo-1:none:" + file, clock))
                .hasMessageContaining("\"none\"")
                .hasMessageContaining("HS256");
    }

    @Test
    void refusesAnEmptySecret() throws IOException {
        Files.writeString(file, "\n");

        assertThatThrownBy(() -> TokenSigner.parse("demo-1:HS256:" + file, clock))
                .hasMessageContaining("empty");
    }
}
