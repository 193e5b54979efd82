package io.bellcord.simulator.credentials;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tracker tokens with a provider's shared secret, as the provider's own back end would. */
public final class TokenSigner {
    private static final Duration VALID = Duration.ofHours(12);

    private final String kid;
    private final String algorithm; // HS256, HS384 or HS512
    private final byte[] secret;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    private TokenSigner(String kid, String algorithm, byte[] secret, Clock clock) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.secret = secret.clone();
        this.clock = clock;
    }

    /**
     * Takes {@code KID:ALG:FILE}; the secret is the file's content without the line break at its end.
     *
     * @throws IllegalArgumentException saying which of the three is wrong
     */
    public static TokenSigner parse(String key, Clock clock) throws IOException {
        var parts = key.split(":", 3);
        if (parts.length != 3 || parts[0].isEmpty()) {
            throw new IllegalArgumentException('"' + key + "\" is not KID:ALG:FILE, as in demo-1:HS256:secret.txt");
        }
        if (!parts[1].matches("HS(256|384|512)")) {
            throw new IllegalArgumentException(
                    "algorithm \"" + parts[1] + "\" is none of ours: write HS256, HS384 or HS512");
        }
        var secret = Files.readString(Path.of(parts[2])).stripTrailing();
        if (secret.isEmpty()) {
            throw new IllegalArgumentException(parts[2] + " is empty: put the secret there");
        }
        return new TokenSigner(parts[0], parts[1], secret.getBytes(StandardCharsets.UTF_8), clock);
    }

    /** A fresh token with which the bus's tracker may publish. */
    public String sign(String provider, String bus) {
        var header =
                json.createObjectNode().put("alg", algorithm).put("typ", "JWT").put("kid", kid);
        var now = clock.instant();
        var claims = json.createObjectNode()
                .put("sub", bus)
                .put("provider", provider)
                .put("tokenType", "access")
                .put("role", "tracker")
                .put("bus", bus)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(VALID).getEpochSecond())
                .put("jti", UUID.randomUUID().toString());
        var signed = base64(header.toString()) + '.' + base64(claims.toString());
        return signed + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(signed));
    }

    private byte[] mac(String signed) {
        try {
            var name = "HmacSHA" + algorithm.substring(2);
            var mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret, name));
            return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
