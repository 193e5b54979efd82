package io.bellcord.broker.provider;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the tokens of a key are signed. It belongs to the key and is never taken from a token: whoever may
 * choose the algorithm can have a public key taken for a shared secret.
 */
public enum KeyAlgorithm {
    HS256("HS256", "HmacSHA256", 32),
    HS384("HS384", "HmacSHA384", 48),
    HS512("HS512", "HmacSHA512", 64),
    RS256("RS256", "RSA", 0),
    ES256("ES256", "EC", 0),
    EDDSA("EdDSA", "Ed25519", 0);

    private final String code;
    private final String javaName;
    private final int secretBytes;

    KeyAlgorithm(String code, String javaName, int secretBytes) {
        this.code = code;
        this.javaName = javaName;
        this.secretBytes = secretBytes;
    }

    /** As it stands in a token's header and in the database. */
    public String code() {
        return code;
    }

    /** Whether the provider and Bellcord share a secret, so that Bellcord can issue tokens too. */
    public boolean isShared() {
        return secretBytes > 0;
    }

    /** What the JDK calls keys of this kind. */
    String javaName() {
        return javaName;
    }

    /** How long a shared secret has to be, and is made, in bytes; RFC 7518, 3.2. */
    int secretBytes() {
        return secretBytes;
    }

    public static Optional<KeyAlgorithm> find(String code) {
        return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }

    /** All of them, for messages: {@code HS256, HS384, …}. */
    public static String codes() {
        return Arrays.stream(values()).map(KeyAlgorithm::code).collect(Collectors.joining(", "));
    }
}
