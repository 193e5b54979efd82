package io.bellcord.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.MalformedJwtException;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.UnsupportedJwtException;
import io.jsonwebtoken.security.SignatureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * HS256, HS384 and HS512 (RFC 7515, 5.2): one hash over what is signed. The library does the same at five times the cost,
 * which a tracker's every reconnection would pay (docs/decisions/0012). To it are left the algorithms whose mathematics
 * outweigh that. Its exceptions are thrown here too, so that there is one way to tell what is wrong.
 */
final class SharedSecretCheck implements TokenCheck {
    private static final ObjectReader JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION) // who reads the other one sees another token
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readerFor(new TypeReference<Map<String, Object>>() {});

    /** Header parameters that change what the rest means; none of it is understood here (RFC 7515, 4.1.10, 4.1.11; RFC 7516). */
    private static final Set<String> NOT_UNDERSTOOD = Set.of("crit", "b64", "zip", "enc", "cty");

    private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();

    private final String algorithm;
    private final String macName;
    private final SecretKey secret;
    /** Is copied and never used itself: a copy costs less than a new one. */
    private final Mac keyed;

    private final Clock clock;

    /**
     * @param algorithm as in a token's header: HS256
     * @param macName the same in the JDK's words
     */
    SharedSecretCheck(String algorithm, String macName, SecretKey secret, Clock clock) {
        this.algorithm = algorithm;
        this.macName = macName;
        this.secret = secret;
        this.keyed = newMac();
        this.clock = clock;
    }

    @Override
    public Claims check(String token) {
        int headerEnd = token.indexOf('.');
        int signatureStart = token.lastIndexOf('.') + 1;
        if (headerEnd <= 0
                || headerEnd >= signatureStart - 1
                || token.indexOf('.', headerEnd + 1) != signatureStart - 1) {
            throw new MalformedJwtException("not three parts");
        }
        requireUnderstood(object(token.substring(0, headerEnd)));
        byte[] signed = token.substring(0, signatureStart - 1).getBytes(StandardCharsets.ISO_8859_1);
        if (!MessageDigest.isEqual(mac(signed), BASE64.decode(token.substring(signatureStart)))) {
            throw new SignatureException("another key's");
        }
        Claims claims = Jwts.claims()
                .add(object(token.substring(headerEnd + 1, signatureStart - 1)))
                .build();
        requireInTime(claims);
        return claims;
    }

    private void requireUnderstood(Map<String, Object> header) {
        if (!algorithm.equals(header.get("alg")) || header.keySet().stream().anyMatch(NOT_UNDERSTOOD::contains)) {
            throw new UnsupportedJwtException("a header that asks for more");
        }
        Jwts.header().add(header).build(); // a kid that is a number, say, is none: it throws
    }

    private static Map<String, Object> object(String base64) {
        try {
            Map<String, Object> object =
                    JSON.readValue(new String(BASE64.decode(base64), UTF_8)); // bytes could be UTF-16, too
            if (object == null) {
                throw new MalformedJwtException("null");
            }
            return object;
        } catch (IOException e) {
            throw new MalformedJwtException("no JSON object", e);
        }
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(macName);
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + macName, e);
        }
    }

    private byte[] mac(byte[] signed) {
        try {
            return ((Mac) keyed.clone()).doFinal(signed);
        } catch (CloneNotSupportedException _) { // one that hashes in hardware, say
            return newMac().doFinal(signed);
        }
    }

    /** With the patience that the library is given as well. */
    private void requireInTime(Claims claims) {
        Instant now = clock.instant();
        if (instant(claims.getExpiration())
                .filter(now.minus(KeyParsers.PATIENCE)::isAfter)
                .isPresent()) {
            throw new ExpiredJwtException(null, claims, "expired");
        }
        if (instant(claims.getNotBefore())
                .filter(now.plus(KeyParsers.PATIENCE)::isBefore)
                .isPresent()) {
            throw new PrematureJwtException(null, claims, "premature");
        }
    }

    private static Optional<Instant> instant(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }
}
