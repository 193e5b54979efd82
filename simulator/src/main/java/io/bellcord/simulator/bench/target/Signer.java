package io.bellcord.simulator.bench.target;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens of one key, as a provider's own back end would. */
public final class Signer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration VALID = Duration.ofHours(12);

    /** Turns what is to be signed into a signature. */
    @FunctionalInterface
    interface Signing {
        byte[] sign(byte[] content) throws GeneralSecurityException;
    }

    private final String kid;
    private final String algorithm;
    private final Signing signing;

    private Signer(String kid, String algorithm, Signing signing) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.signing = signing;
    }

    /**
     * With a secret that is shared with Bellcord.
     *
     * @param secret in base64
     */
    public static Signer shared(String kid, String algorithm, String secret) {
        var name = algorithm.replace("HS", "HmacSHA");
        var key = new SecretKeySpec(Base64.getDecoder().decode(secret), name);
        return new Signer(kid, algorithm, content -> {
            var mac = Mac.getInstance(name);
            mac.init(key);
            return mac.doFinal(content);
        });
    }

    static Signer asymmetric(String kid, String algorithm, KeyPair keys) {
        return new Signer(kid, algorithm, content -> {
            var signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RS256" -> "SHA256withRSA";
                        case "ES256" -> "SHA256withECDSAinP1363Format";
                        default -> "Ed25519";
                    });
            signature.initSign(keys.getPrivate());
            signature.update(content);
            return signature.sign();
        });
    }

    /** @param rsaBits of RS256 alone */
    static KeyPair newKeys(String algorithm, int rsaBits) {
        try {
            var generator = KeyPairGenerator.getInstance(
                    switch (algorithm) {
                        case "RS256" -> "RSA";
                        case "ES256" -> "EC";
                        default -> "Ed25519";
                    });
            if (algorithm.equals("RS256")) {
                generator.initialize(rsaBits);
            } else if (algorithm.equals("ES256")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    static String pem(KeyPair keys) {
        var base64 = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    /** A token with what Bellcord's own hold. */
    public String sign(String provider, String role, String subject) {
        var now = Instant.now();
        Map<String, Object> claims = new TreeMap<>(Map.of(
                "provider", provider,
                "tokenType", "access",
                "role", role,
                "sub", subject,
                "iat", now.getEpochSecond(),
                "exp", now.plus(VALID).getEpochSecond(),
                "jti", subject));
        if (role.equals("tracker")) {
            claims.put("bus", subject);
        }
        var content =
                base64(JSON.valueToTree(Map.of("kid", kid, "alg", algorithm)).toString())
                        + '.'
                        + base64(JSON.valueToTree(claims).toString());
        try {
            var signature = signing.sign(content.getBytes(StandardCharsets.US_ASCII));
            return content + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm, e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
