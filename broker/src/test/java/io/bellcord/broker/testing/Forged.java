package io.bellcord.broker.testing;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.transit.ProviderId;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that must not be taken. */
public final class Forged {
    private Forged() {}

    public static String expired(TestBroker broker) {
        return token("kb")
                .expiration(Date.from(Instant.now().minus(Duration.ofHours(1))))
                .signWith(secret(broker, "kb"))
                .compact();
    }

    /** Signed well, but with one claim that is not what it must be. */
    public static String withClaim(TestBroker broker, String claim, String value) {
        return token("kb").claim(claim, value).signWith(secret(broker, "kb")).compact();
    }

    public static String byAnotherTenant(TestBroker broker) {
        return token("kb").signWith(secret(broker, "other")).compact();
    }

    public static String unsigned() {
        String header = base64("{\"alg\":\"none\",\"kid\":\"k1\"}");
        return header + "." + claims("kb") + ".";
    }

    /** The old trick: the public key, which everybody has, taken as the secret of an HMAC. */
    public static String publicKeyAsSecret(TestBroker broker) {
        String signed = base64("{\"alg\":\"HS256\",\"kid\":\"k1\"}") + "." + claims("rsa");
        byte[] secret = pem(broker.rsaKey().getPublic()).getBytes(StandardCharsets.UTF_8);
        return signed + "." + hmac(signed, secret);
    }

    /** By the right secret, but with the algorithm of the token's choice. */
    public static String otherAlgorithm(TestBroker broker) {
        SecretKey same = new SecretKeySpec(secret(broker, "kb").getEncoded(), "HmacSHA384");
        String signed = base64("{\"alg\":\"HS384\",\"kid\":\"k1\"}") + "." + claims("kb");
        return signed + "." + hmac(signed, same.getEncoded(), "HmacSHA384");
    }

    private static JwtBuilder token(String provider) {
        return Jwts.builder()
                .header()
                .keyId("k1")
                .and()
                .subject("mallory")
                .claim("provider", provider)
                .claim("tokenType", "access")
                .claim("role", Role.RIDER.code())
                .expiration(Date.from(Instant.now().plus(Duration.ofHours(1))));
    }

    private static String claims(String provider) {
        return base64(
                """
                {"sub":"mallory","provider":"%s","tokenType":"access","role":"operator","exp":%d}""".formatted(provider, Instant.now().plus(Duration.ofHours(1)).getEpochSecond()));
    }

    private static SecretKey secret(TestBroker broker, String provider) {
        ProviderKey key =
                broker.providers().get(new ProviderId(provider)).keys().getFirst();
        return Keys.hmacShaKeyFor(Base64.getDecoder().decode(key.material()));
    }

    private static String hmac(String text, byte[] secret) {
        return hmac(text, secret, "HmacSHA256");
    }

    private static String hmac(String text, byte[] secret, String algorithm) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    static String pem(Key key) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }
}
