package io.bellcord.broker.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key under which the secrets of trackers are hashed: HMAC-SHA-256 (RFC 2104). Safe for use by many threads. */
public final class CredentialKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int CHECK_BYTES = 8;

    private final SecretKeySpec key;

    private CredentialKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    public static CredentialKey random() {
        var key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return new CredentialKey(key);
    }

    /** From 32 bytes or more in base64; of anything else it throws an IllegalArgumentException. */
    public static CredentialKey parse(String base64) {
        byte[] key = Base64.getDecoder().decode(base64);
        if (key.length < BYTES) {
            throw new IllegalArgumentException("the key has " + key.length + " bytes, not 32 or more");
        }
        return new CredentialKey(key);
    }

    public CredentialHash hash(TrackerSecret secret) {
        return CredentialHash.of(mac(secret.text()));
    }

    /** In base64, to be kept. */
    String text() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** Tells two keys apart and neither of them to anybody. */
    String check() {
        return HexFormat.of().formatHex(mac("the check value of a key"), 0, CHECK_BYTES);
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "CredentialKey[check=" + check() + "]";
    }
}
