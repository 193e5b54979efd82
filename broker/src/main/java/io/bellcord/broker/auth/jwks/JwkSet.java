package io.bellcord.broker.auth.jwks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.transit.ProviderId;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PrivateJwk;
import java.security.Key;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;

/**
 * A set of keys: those that can verify our tokens, and why the others were left out.
 *
 * @param keys public ones; no two with one kid
 * @param skipped a line for each that is of another kind, for another use, or broken; no key is quoted
 */
public record JwkSet(List<ProviderKey> keys, List<String> skipped) {
    /** More is no set of keys; every provider's keys are in the memory of every node. */
    private static final int MOST_KEYS = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Why one key is not taken. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        Unfit(String why) {
            super(why);
            this.why = why;
        }
    }

    /**
     * Reads a set.
     *
     * @throws RefusedException if it is none, or has no key that we can use
     */
    public static JwkSet parse(String json) {
        JsonNode keys = object(json).path("keys");
        if (!keys.isArray() || keys.size() > MOST_KEYS) {
            throw refused("The answer is no JWKS: it needs \"keys\", an array of " + MOST_KEYS + " at most");
        }
        var read = new JwkSet(new ArrayList<>(), new ArrayList<>());
        Set<String> kids = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            read.take(i, keys.get(i), kids);
        }
        if (read.keys.isEmpty()) {
            throw refused("The JWKS has no key that can be used: " + String.join("; ", read.skipped));
        }
        return read;
    }

    private void take(int index, JsonNode jwk, Set<String> kids) {
        String kid = jwk.path("kid").asText();
        try {
            if (!ProviderId.isValid(kid)) {
                throw new Unfit("its kid is not 1 to 64 characters of A-Z a-z 0-9 . _ -");
            }
            if (!kids.add(kid)) {
                throw new Unfit("kid " + kid + " is there twice");
            }
            ProviderKey key = key(kid, jwk);
            if (key.algorithm().isShared()) {
                throw new Unfit("a shared secret must not be published");
            }
            keys.add(key);
        } catch (Unfit e) {
            skipped.add("key " + index + ": " + e.why);
        }
    }

    /**
     * One key by itself, a shared secret too.
     *
     * @param kid names it, where the key does not say
     * @throws RefusedException if it cannot be used
     */
    public static ProviderKey parseOne(String json, String kid) {
        try {
            JsonNode jwk = object(json);
            return key(jwk.hasNonNull("kid") ? jwk.path("kid").asText() : kid, jwk);
        } catch (Unfit e) {
            throw refused("The JWK cannot be used: " + e.why);
        }
    }

    private static JsonNode object(String json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // Told below; its own message quotes the text.
        }
        throw refused("This is no JSON object, so it is neither a JWK nor a JWKS");
    }

    private static ProviderKey key(String kid, JsonNode jwk) throws Unfit {
        requireUse(jwk);
        KeyAlgorithm algorithm = algorithm(jwk);
        String material = material(read(jwk));
        try {
            KeyMaterial.parse(algorithm, material); // its strength
        } catch (RefusedException e) {
            throw new Unfit(String.valueOf(e.getMessage()));
        }
        return ProviderKey.of(kid, algorithm, material);
    }

    private static void requireUse(JsonNode jwk) throws Unfit {
        if (jwk.has("use") && !jwk.path("use").asText().equals("sig")) {
            throw new Unfit("its use is not sig");
        }
        if (jwk.has("key_ops")) {
            boolean verifies = false;
            for (JsonNode operation : jwk.path("key_ops")) {
                verifies |= operation.asText().equals("verify");
            }
            if (!verifies) {
                throw new Unfit("its key_ops lack verify");
            }
        }
    }

    /** The one that it names, or the only one that there is for its kind. */
    private static KeyAlgorithm algorithm(JsonNode jwk) throws Unfit {
        String kind = jwk.path("kty").asText() + " " + jwk.path("crv").asText();
        Optional<KeyAlgorithm> ofKind = switch (kind.strip()) {
            case "RSA" -> Optional.of(KeyAlgorithm.RS256);
            case "EC P-256" -> Optional.of(KeyAlgorithm.ES256);
            case "OKP Ed25519" -> Optional.of(KeyAlgorithm.EDDSA);
            case "oct" -> Optional.of(KeyAlgorithm.HS256);
            default -> Optional.empty();
        };
        if (ofKind.isEmpty()) {
            throw new Unfit("its kty and crv are none of RSA, EC P-256, OKP Ed25519");
        }
        if (!jwk.has("alg")) {
            return ofKind.get();
        }
        return KeyAlgorithm.find(jwk.path("alg").asText())
                .filter(named -> named == ofKind.get()
                        || (named.isShared() && ofKind.get().isShared()))
                .orElseThrow(() -> new Unfit("its alg is none of " + KeyAlgorithm.codes() + ", or not for its kty"));
    }

    private static Key read(JsonNode jwk) throws Unfit {
        try {
            Jwk<?> read = Jwks.parser().build().parse(jwk.toString());
            if (read instanceof PrivateJwk<?, ?, ?>) {
                throw new Unfit("it is a private key; publish and register the public one alone");
            }
            return read.toKey();
        } catch (JwtException | IllegalArgumentException e) {
            throw new Unfit("it is malformed"); // the parser's own message may quote the key
        }
    }

    private static String material(Key key) throws Unfit {
        return switch (key) {
            case SecretKey secret -> Base64.getEncoder().encodeToString(secret.getEncoded());
            case PublicKey open ->
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(open.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n";
            default -> throw new Unfit("it is of a kind that we do not know");
        };
    }

    private static RefusedException refused(String message) {
        return new RefusedException(RefusedException.Reason.UNUSABLE_KEY, message);
    }
}
