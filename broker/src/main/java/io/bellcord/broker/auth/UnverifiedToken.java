package io.bellcord.broker.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * What a token says before anything is known to be true: good for choosing a key to try, and for a message.
 *
 * @param algorithm empty when the header names none
 * @param payload still in base64, as most tokens are never asked
 */
record UnverifiedToken(Optional<String> kid, String algorithm, String payload) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTS = 3;

    static Optional<UnverifiedToken> parse(String token) {
        String[] parts = token.split("\\.", PARTS + 1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        return object(parts[0])
                .map(header -> new UnverifiedToken(
                        text(header, "kid"), text(header, "alg").orElse(""), parts[1]));
    }

    /** The provider it claims to be for. */
    Optional<String> provider() {
        return claim("provider");
    }

    /** What it claims under this name, where that is a text. */
    Optional<String> claim(String name) {
        return object(payload).flatMap(claims -> text(claims, name));
    }

    private static Optional<JsonNode> object(String base64) {
        try {
            return Optional.of(JSON.readTree(Base64.getUrlDecoder().decode(base64)))
                    .filter(JsonNode::isObject);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
