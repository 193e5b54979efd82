package io.bellcord.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.security.SignatureException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Held against the library, which verified these tokens before and still verifies all others. */
class SharedSecretCheckTest {
    private static final long NOW = AuthFixture.NOW.getEpochSecond();

    /** What the library reads over, or looks at in its own way, and is refused here; so is what follows the JSON. */
    private static final List<String> REFUSED_HERE = List.of("crit", "b64", "zip", "enc", "cty");

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final List<String> HEADERS = List.of(
            "{%s}",
            "{%s,\"kid\":\"k1\"}",
            "{%s,\"kid\":1}",
            "{%s,\"kid\":null}",
            "{%s,\"kid\":\"\"}",
            "{%s,\"kid\":[\"k1\"]}",
            "{%s,\"kid\":\"k1\",\"kid\":\"k2\"}",
            "{%s,%1$s}",
            "{%s,\"alg\":\"none\"}",
            "{\"alg\":\"none\",%s}",
            "{%s,\"typ\":\"JWT\"}",
            "{%s,\"typ\":1}",
            "{%s,\"cty\":\"JWT\"}",
            "{%s,\"cty\":{}}",
            "{%s,\"jku\":\"https://example.org/keys\"}",
            "{%s,\"jku\":7}",
            "{%s,\"jku\":\"::\"}",
            "{%s,\"x5u\":\"https://example.org/keys\"}",
            "{%s,\"x5u\":true}",
            "{%s,\"x5c\":[\"AAAA\"]}",
            "{%s,\"x5c\":\"AAAA\"}",
            "{%s,\"x5t\":\"AAAA\"}",
            "{%s,\"x5t\":5}",
            "{%s,\"x5t#S256\":\"AAAA\"}",
            "{%s,\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
            "{%s,\"jwk\":\"x\"}",
            "{%s,\"epk\":{}}",
            "{%s,\"p2c\":100000000}",
            "{%s,\"version\":3,\"more\":{\"of\":[1,2.5,null]}}",
            "{%s,\"crit\":[\"exp\"]}",
            "{%s,\"crit\":[]}",
            "{%s,\"crit\":null}",
            "{%s,\"b64\":false}",
            "{%s,\"b64\":false,\"crit\":[\"b64\"]}",
            "{%s,\"zip\":\"DEF\"}",
            "{%s,\"zip\":\"\"}",
            "{%s,\"enc\":\"A256GCM\"}",
            "{%s}{}",
            "{%s} ",
            " {%s}",
            "{%s,}",
            "{ %s , \"kid\" : \"k1\" }",
            "[{%s}]",
            "{}",
            "null",
            "",
            "\"HS256\"",
            "{\"alg\":\"hs256\"}",
            "{\"alg\":\" HS256\"}",
            "{\"alg\":null}",
            "{\"alg\":1}",
            "{\"alg\":[\"HS256\"]}",
            "{\"ALG\":\"HS256\"}",
            "\uFEFF{%s}");

    private static final List<String> CLAIMS = List.of(
            "{%s}",
            "{}",
            "[]",
            "null",
            "",
            "x",
            "{%s",
            "{%s}{}",
            "{%s}x",
            "{%s} ",
            "{%s,}",
            "{%s,%1$s}",
            "{%s,\"exp\":1}",
            "{%s,\"sub\":\"a\",\"sub\":\"b\"}",
            "{%s,\"sub\":7}",
            "{%s,\"jti\":7}",
            "{%s,\"jti\":null}",
            "{%s,\"iss\":{}}",
            "{%s,\"aud\":\"a\"}",
            "{%s,\"aud\":[\"a\",\"b\"]}",
            "{%s,\"aud\":[]}",
            "{%s,\"aud\":[1,null]}",
            "{%s,\"aud\":7}",
            "{%s,\"aud\":null}",
            "{%s,\"role\":null,\"provider\":[1,{\"a\":2}],\"x\":1e400,\"y\":123456789012345678901234567890}",
            "{%s,\"x\":NaN}",
            "{%s,'x':1}",
            "{%s/**/}",
            "{%s,\"\\u0072ole\":\"rider\",\"role\":\"driver\"}",
            "{%s,\"role\":\"\\ud800\"}",
            "{%s,\"x\":" + "[".repeat(500) + "]".repeat(500) + "}",
            "{%s,\"x\":" + "[".repeat(1_500) + "]".repeat(1_500) + "}",
            "{%s,\"x\":\"\u0007\"}");

    private static final List<String> TIMES = List.of(
            String.valueOf(NOW),
            String.valueOf(NOW - 4),
            String.valueOf(NOW - 5),
            String.valueOf(NOW - 6),
            String.valueOf(NOW + 4),
            String.valueOf(NOW + 5),
            String.valueOf(NOW + 6),
            String.valueOf(NOW + 3600),
            NOW + ".9",
            NOW - 5 + ".5",
            NOW - 6 + ".5",
            NOW + 5 + ".5",
            "\"" + (NOW + 60) + "\"",
            "\"" + (NOW - 60) + "\"",
            "\"2026-11-22T09:00:00Z\"",
            "\"2026-11-22T09:00:00+01:00\"",
            "\"2026-11-22\"",
            "\"soon\"",
            "\"\"",
            "\" \"",
            "null",
            "true",
            "0",
            "-1",
            "1e3",
            "1.7954e9",
            "1e300",
            "-1e300",
            "1e9999",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775",
            "9223372036854776",
            "-9223372036854776",
            "99999999999999999999999",
            "[1]",
            "{}");

    private final Random random = new Random(20261122);

    /** What came of a token. */
    private record Outcome(String kind, Optional<Claims> claims) {
        /** But for the audience, which means nothing here: one that is alone is kept as it stands, or as a set of one. */
        boolean isLike(Outcome other) {
            return kind.equals(other.kind) && withoutAudience(claims).equals(withoutAudience(other.claims));
        }

        private static Map<String, Object> withoutAudience(Optional<Claims> claims) {
            Map<String, Object> rest = new HashMap<>(claims.orElseThrow());
            rest.remove("aud");
            return rest;
        }

        boolean isRefused() {
            return kind.equals("signature") || kind.equals("malformed");
        }

        static Outcome of(TokenCheck check, String token) {
            try {
                return new Outcome("accepted", Optional.of(check.check(token)));
            } catch (ExpiredJwtException e) {
                return new Outcome("expired", Optional.of(e.getClaims()));
            } catch (PrematureJwtException e) {
                return new Outcome("premature", Optional.of(e.getClaims()));
            } catch (SignatureException e) {
                return new Outcome("signature", Optional.empty());
            } catch (JwtException | IllegalArgumentException e) {
                return new Outcome("malformed", Optional.empty());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"HS256", "HS384", "HS512"})
    void readsEveryHeaderAsTheLibraryDoes(KeyAlgorithm algorithm) {
        Both both = new Both(algorithm);
        for (String header : HEADERS) {
            both.compareSigned(both.header(header), "{\"exp\":" + (NOW + 60) + "}");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"HS256", "HS384", "HS512"})
    void readsAllClaimsAndTimesAsTheLibraryDoes(KeyAlgorithm algorithm) {
        Both both = new Both(algorithm);
        for (String claims : CLAIMS) {
            both.compareSigned(both.header("{%s}"), claims.formatted("\"exp\":" + (NOW + 60)));
        }
        for (String time : TIMES) {
            Stream.of("exp", "nbf", "iat")
                    .forEach(name -> both.compareSigned(both.header("{%s}"), "{\"" + name + "\":" + time + "}"));
            TIMES.forEach(
                    other -> both.compareSigned(both.header("{%s}"), "{\"exp\":" + time + ",\"nbf\":" + other + "}"));
        }
    }

    @Test
    void readsWhatWasChangedAfterOrBeforeItWasSignedAsTheLibraryDoes() {
        Both both = new Both(KeyAlgorithm.HS256);
        String claims =
                "{\"sub\":\"x\",\"aud\":[\"a\"],\"iat\":" + NOW + ",\"nbf\":" + NOW + ",\"exp\":" + (NOW + 60) + "}";
        for (int i = 0; i < 20_000; i++) {
            byte[] header = changed(both.header(pick(HEADERS)).getBytes(UTF_8));
            both.compare(both.signed(header, changed(claims.getBytes(UTF_8))));
        }
        String token = both.signed(both.header("{%s}").getBytes(UTF_8), claims.getBytes(UTF_8));
        for (int i = 0; i < 20_000; i++) {
            String other = new String(changed(token.getBytes(UTF_8)), StandardCharsets.ISO_8859_1);
            if (other.matches(
                    "[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*")) { // what else there is never comes here
                both.compare(other);
            }
        }
    }

    @Test
    void takesNoSignatureThatIsShorterOrLonger() {
        Both both = new Both(KeyAlgorithm.HS256);
        String signed =
                both.signed("{\"alg\":\"HS256\"}".getBytes(UTF_8), ("{\"exp\":" + (NOW + 60) + "}").getBytes(UTF_8));
        String content = signed.substring(0, signed.lastIndexOf('.') + 1);
        byte[] signature = Base64.getUrlDecoder().decode(signed.substring(content.length()));

        for (int length = 0; length <= 2 * signature.length; length++) {
            String other = content + JdkTokens.base64(Arrays.copyOf(signature, length));
            assertThat(Outcome.of(both.ours, other).kind())
                    .as("%s bytes", length)
                    .isEqualTo(length == signature.length ? "accepted" : "signature");
        }
    }

    private byte[] changed(byte[] original) {
        byte[] bytes = original.clone();
        for (int changes = random.nextInt(3); changes >= 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            if (random.nextBoolean()) {
                bytes[at] = bytes[random.nextInt(bytes.length)];
            } else if (random.nextBoolean()) {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
            } else {
                byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
                System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
                bytes = shorter;
            }
        }
        return bytes;
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** One key, as we use it and as the library does. */
    private static final class Both {
        private final KeyAlgorithm algorithm;
        private final SecretKey secret;
        private final TokenCheck ours;
        private final TokenCheck theirs;

        Both(KeyAlgorithm algorithm) {
            this.algorithm = algorithm;
            String name = algorithm.code().replace("HS", "HmacSHA");
            secret = new SecretKeySpec("a secret of a test ".repeat(4).getBytes(UTF_8), 0, 64, name);
            ours = new SharedSecretCheck(algorithm.code(), name, secret, AuthFixture.CLOCK);
            theirs = TokenCheck.by(Jwts.parser()
                    .clock(() -> Date.from(AuthFixture.NOW))
                    .clockSkewSeconds(KeyParsers.PATIENCE.toSeconds())
                    .sig()
                    .clear()
                    .add(Jwts.SIG.get().forKey(algorithm.code()))
                    .and()
                    .zip()
                    .clear()
                    .and()
                    .verifyWith(secret)
                    .build());
        }

        String header(String pattern) {
            return pattern.formatted("\"alg\":\"" + algorithm.code() + "\"");
        }

        String signed(byte[] header, byte[] claims) {
            try {
                String content = JdkTokens.base64(header) + "." + JdkTokens.base64(claims);
                Mac mac = Mac.getInstance(secret.getAlgorithm());
                mac.init(secret);
                return content + "." + JdkTokens.base64(mac.doFinal(content.getBytes(UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        /** Signs the two and verifies them both ways. */
        void compareSigned(String header, String claims) {
            compare(signed(header.getBytes(UTF_8), claims.getBytes(UTF_8)));
        }

        /** Which fault is found first may differ; what is accepted, expired or premature may not. */
        void compare(String token) {
            Outcome our = Outcome.of(ours, token);
            Outcome their = Outcome.of(theirs, token);
            if (our.isRefused()
                    ? !their.isRefused() && !isRefusedHere(token)
                    : their.isRefused() || !our.isLike(their)) {
                assertThat(our).as("%s", readable(token)).isEqualTo(their);
            }
        }

        private static boolean isRefusedHere(String token) {
            String header = part(token, 0);
            return REFUSED_HERE.stream().anyMatch(name -> header.contains("\"" + name + "\""))
                    || !readsToTheEnd(header)
                    || !readsToTheEnd(part(token, 1));
        }

        private static boolean readsToTheEnd(String json) {
            try {
                JSON.readTree(json);
                return true;
            } catch (JacksonException e) {
                return false;
            }
        }

        private static String readable(String token) {
            return part(token, 0) + " " + part(token, 1) + " " + token;
        }

        private static String part(String token, int index) {
            return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]), UTF_8);
        }
    }
}
