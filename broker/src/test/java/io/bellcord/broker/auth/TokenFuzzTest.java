package io.bellcord.broker.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.auth.Verdict.Denied;
import io.bellcord.broker.auth.Verdict.Granted;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.testing.CapturedLog;
import io.bellcord.broker.testing.FuzzInput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Whatever is sent as user name and password: tokens of every algorithm, changed before or after they were signed. Who is
 * granted must have shown a signature that the JDK verifies too. docs/TESTING.md says how this is fuzzed.
 */
class TokenFuzzTest {
    private static final JdkTokens KB = new JdkTokens("kb");
    private static final JdkTokens OTHER = new JdkTokens("other");
    private static final TokenVerifier VERIFIER = AuthFixture.verifier(KB.asProvider(), OTHER.asProvider());
    private static final List<KeyAlgorithm> ALGORITHMS = List.of(KeyAlgorithm.values());
    private static final List<String> USERNAMES = List.of("kb", "other", "nobody", "", "kb ");

    /** Chosen by their place here: a new one comes last, or the corpus means something else. */
    private static final List<String> CLAIMS = List.of(
            claims("kb", "access", "rider", 3600),
            claims("kb", "access", "tracker\",\"bus\":\"7", 3600),
            claims("kb", "access", "driver", 3600),
            claims("kb", "access", "operator", 3600),
            claims("other", "access", "rider", 3600),
            claims("kb", "refresh", "rider", 3600),
            claims("kb", "access", "rider", -3600),
            "{\"provider\":\"kb\",\"tokenType\":\"access\",\"role\":\"rider\"}",
            "{}");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CapturedLog PROBLEMS = CapturedLog.warningsAndErrors();

    @FuzzTest
    void grantsNothingThatWasNotSigned(byte[] bytes) throws IOException {
        FuzzInput in = new FuzzInput(bytes);
        String username = in.pick(USERNAMES);
        byte[] password = password(in);
        PROBLEMS.take();
        switch (VERIFIER.verify(new Presented(username, password))) {
            case Granted(Grant grant) -> checkGrant(grant, username, new String(password, ISO_8859_1));
            case Denied(Verdict.Reason reason, String message) ->
                assertThat(message).as(reason.name()).isNotBlank().hasSizeLessThan(500);
        }
        assertThat(PROBLEMS.take()).isEmpty();
    }

    private static byte[] password(FuzzInput in) {
        int shape = in.below(4);
        if (shape == 0) {
            return in.rest();
        }
        JdkTokens signer = in.flag() ? OTHER : KB;
        KeyAlgorithm algorithm = in.pick(ALGORITHMS);
        byte[] header = header(in.pick(ALGORITHMS), in.pick(ALGORITHMS)).getBytes(UTF_8);
        byte[] claims = in.pick(CLAIMS).getBytes(UTF_8);
        return switch (shape) {
            case 1 -> in.changed(signer.sign(algorithm, header, claims).getBytes(UTF_8));
            case 2 -> signer.sign(algorithm, header, in.changed(claims)).getBytes(UTF_8);
            default -> signer.sign(algorithm, in.changed(header), claims).getBytes(UTF_8);
        };
    }

    private static void checkGrant(Grant grant, String username, String token) throws IOException {
        KeyAlgorithm algorithm = KeyAlgorithm.valueOf(((Proof.Token) grant.proof()).keyId());
        String[] parts = token.split("\\.", -1);
        JsonNode header = JSON.readTree(JdkTokens.find(parts[0]).orElseThrow());
        JsonNode claims = JSON.readTree(JdkTokens.find(parts[1]).orElseThrow());

        assertThat(grant.provider().value()).isEqualTo(username);
        assertThat((username.equals("kb") ? KB : OTHER).verifies(algorithm, token))
                .isTrue();
        assertThat(header.path("alg").textValue()).isEqualTo(algorithm.code());
        assertThat(claims.path("provider").textValue()).isEqualTo(username);
        assertThat(claims.path("tokenType").textValue()).isEqualTo("access");
        assertThat(claims.path("role").textValue()).isEqualTo(grant.role().code());
        grant.bus().ifPresent(bus -> assertThat(claims.path("bus").textValue()).isEqualTo(bus.value()));
        assertThat(grant.expiresAt()).isAfter(AuthFixture.NOW);
        assertThat(grant.expiresAt())
                .isEqualTo(Instant.ofEpochSecond(claims.path("exp").longValue()).plus(KeyParsers.PATIENCE));
    }

    private static String header(KeyAlgorithm algorithm, KeyAlgorithm key) {
        return "{\"alg\":\"" + algorithm.code() + "\",\"kid\":\"" + key.name() + "\"}";
    }

    private static String claims(String provider, String type, String role, int seconds) {
        return "{\"sub\":\"x\",\"provider\":\"" + provider + "\",\"tokenType\":\"" + type + "\",\"role\":\"" + role
                + "\",\"exp\":" + AuthFixture.NOW.plusSeconds(seconds).getEpochSecond() + "}";
    }
}
