package io.bellcord.broker.provider;

import io.bellcord.broker.provider.RefusedException.Reason;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/** Between a key as it is kept, a text, and a key that verifies. */
public final class KeyMaterial {
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");
    private static final int SHORTEST_RSA_BITS = 2048; // RFC 7518, 3.3
    private static final int LONGEST_RSA_BITS = 8192; // verification gets slow, and that is before we know who asks
    private static final int P256_BITS = 256;

    private KeyMaterial() {}

    /** A new shared secret, as long as the algorithm's hash. */
    public static String newSecret(KeyAlgorithm algorithm) {
        if (!algorithm.isShared()) {
            throw new IllegalArgumentException(algorithm.code() + " has no shared secret");
        }
        var secret = new byte[algorithm.secretBytes()];
        new SecureRandom().nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }

    /**
     * The key that verifies; of a shared secret, the one that signs too.
     *
     * @throws RefusedException if the material is no key for the algorithm
     */
    public static Key parse(KeyAlgorithm algorithm, String material) {
        try {
            return algorithm.isShared() ? secret(algorithm, material) : publicKey(algorithm, material);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The parser's own message may quote what it could not read.
            throw unusable(algorithm, algorithm.isShared() ? "is not base64" : "is no such key");
        }
    }

    private static Key secret(KeyAlgorithm algorithm, String material) {
        byte[] secret = Base64.getDecoder().decode(material);
        if (secret.length < algorithm.secretBytes()) {
            throw unusable(algorithm, "has " + secret.length + " bytes");
        }
        return new SecretKeySpec(secret, algorithm.javaName());
    }

    private static Key publicKey(KeyAlgorithm algorithm, String material) throws GeneralSecurityException {
        Matcher pem = PEM.matcher(material);
        if (!pem.matches()) {
            throw unusable(algorithm, "has no -----BEGIN PUBLIC KEY-----");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        PublicKey key = KeyFactory.getInstance(algorithm.javaName()).generatePublic(new X509EncodedKeySpec(encoded));
        requireStrength(algorithm, key);
        return key;
    }

    private static void requireStrength(KeyAlgorithm algorithm, PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < SHORTEST_RSA_BITS || bits > LONGEST_RSA_BITS) {
                throw unusable(algorithm, "has " + bits + " bits");
            }
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() != P256_BITS) {
            throw unusable(
                    algorithm, "is on a curve of " + ec.getParams().getOrder().bitLength() + " bits");
        }
    }

    private static RefusedException unusable(KeyAlgorithm algorithm, String fault) {
        return new RefusedException(
                Reason.UNUSABLE_KEY, "The key " + fault + "; " + algorithm.code() + " needs " + need(algorithm));
    }

    private static String need(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case HS256, HS384, HS512 -> "a secret of " + algorithm.secretBytes() + " bytes or more in base64";
            case RS256 -> "an RSA public key of 2048 to 8192 bits in PEM (openssl rsa -in private.pem -pubout)";
            case ES256 -> "a P-256 public key in PEM (openssl ec -in private.pem -pubout)";
            case EDDSA -> "an Ed25519 public key in PEM (openssl pkey -in private.pem -pubout)";
        };
    }
}
