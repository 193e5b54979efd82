package io.bellcord.broker.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.testing.TestKeys;
import io.bellcord.broker.transit.ProviderId;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens signed and verified with nothing but the JDK: a second implementation, to hold the product's library against.
 * Keys and signatures are the same at every run, so that what a fuzzer finds can be found again.
 */
final class JdkTokens {
    private static final Map<KeyAlgorithm, String> JDK_NAMES = Map.of(
            KeyAlgorithm.HS256, "HmacSHA256",
            KeyAlgorithm.HS384, "HmacSHA384",
            KeyAlgorithm.HS512, "HmacSHA512",
            KeyAlgorithm.RS256, "SHA256withRSA",
            KeyAlgorithm.ES256, "SHA256withECDSAinP1363Format",
            KeyAlgorithm.EDDSA, "Ed25519");

    private final String provider;
    private final Map<KeyAlgorithm, byte[]> secrets;
    private final Map<KeyAlgorithm, KeyPair> pairs;

    /** The keys of one provider, one for each algorithm, each with the algorithm's name as its {@code kid}. */
    JdkTokens(String provider) {
        this.provider = provider;
        secrets = Arrays.stream(KeyAlgorithm.values())
                .filter(KeyAlgorithm::isShared)
                .collect(Collectors.toMap(one -> one, one -> secret(provider, one)));
        pairs = Map.of(
                KeyAlgorithm.RS256,
                newPair("RSA"),
                KeyAlgorithm.ES256,
                newPair("EC"),
                KeyAlgorithm.EDDSA,
                newPair("Ed25519"));
    }

    Provider asProvider() {
        List<ProviderKey> keys = Arrays.stream(KeyAlgorithm.values())
                .map(one -> ProviderKey.of(one.name(), one, material(one)))
                .toList();
        return new Provider(new ProviderId(provider), provider, true, false, keys);
    }

    /** A whole token of these two parts, which need not be JSON. */
    String sign(KeyAlgorithm algorithm, byte[] header, byte[] claims) {
        String signed = base64(header) + "." + base64(claims);
        return signed + "." + base64(signature(algorithm, signed.getBytes(UTF_8)));
    }

    /** Whether the text is three parts, of which the last is the key's signature of the others. */
    boolean verifies(KeyAlgorithm algorithm, String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(UTF_8);
        return find(parts[2])
                .filter(signature -> isSignature(algorithm, signed, signature))
                .isPresent();
    }

    /** What base64 means; empty where it is none. */
    static Optional<byte[]> find(String base64) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private boolean isSignature(KeyAlgorithm algorithm, byte[] signed, byte[] signature) {
        if (algorithm.isShared()) {
            return MessageDigest.isEqual(signature(algorithm, signed), signature);
        }
        try {
            Signature verifier = Signature.getInstance(JDK_NAMES.get(algorithm));
            verifier.initVerify(pair(algorithm).getPublic());
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // of another length, say
        }
    }

    private byte[] signature(KeyAlgorithm algorithm, byte[] text) {
        try {
            if (algorithm.isShared()) {
                Mac mac = Mac.getInstance(JDK_NAMES.get(algorithm));
                mac.init(new SecretKeySpec(secrets.get(algorithm), JDK_NAMES.get(algorithm)));
                return mac.doFinal(text);
            }
            Signature signer = Signature.getInstance(JDK_NAMES.get(algorithm));
            signer.initSign(pair(algorithm).getPrivate(), seeded());
            signer.update(text);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private String material(KeyAlgorithm algorithm) {
        return algorithm.isShared()
                ? Base64.getEncoder().encodeToString(secrets.get(algorithm))
                : TestKeys.pem(pair(algorithm).getPublic());
    }

    private static byte[] secret(String provider, KeyAlgorithm algorithm) {
        return Arrays.copyOf((provider + algorithm + "a secret of a test ".repeat(4)).getBytes(UTF_8), 64);
    }

    private KeyPair pair(KeyAlgorithm algorithm) {
        return Objects.requireNonNull(pairs.get(algorithm));
    }

    private KeyPair newPair(String name) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
            switch (name) {
                case "RSA" -> generator.initialize(2048, seeded());
                case "EC" -> generator.initialize(new ECGenParameterSpec("secp256r1"), seeded());
                default -> generator.initialize(255, seeded());
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private SecureRandom seeded() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(provider.getBytes(UTF_8)); // before anything is drawn: this alone decides
            return random;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
