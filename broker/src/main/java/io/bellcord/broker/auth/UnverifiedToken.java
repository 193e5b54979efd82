package io.bellcord.broker.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a token says before anything is known to be true: good for choosing a key to try, and for a message.
 *
 * @param algorithm empty when the header names none
 * @param claims an object
 */
record UnverifiedToken(Optional<String> kid, String algorithm, JsonNode claims) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** RFC 7515, 7.1. The library reads over what is not base64url; then one token could be written in many ways. */
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]++)\\.([A-Za-z0-9_-]++)\\.([A-Za-z0-9_-]*+)");

    static Optional<UnverifiedToken> parse(String token) {
        Matcher parts = FORM.matcher(token);
        if (!parts.matches() || !isCanonical(parts.group(3))) {
            return Optional.empty();
        }
        Optional<JsonNode> claims = object(parts.group(2));
        return object(parts.group(1))
                .filter(_ -> claims.isPresent())
                .map(header -> new UnverifiedToken(
                        text(header, "kid"), text(header, "alg").orElse(""), claims.orElseThrow()));
    }

    /** The two others are signed as they stand: written otherwise they would not be what was signed. */
    private static boolean isCanonical(String signature) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(signature);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(decoded)
                    .equals(signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The provider it claims to be for. */
    Optional<String> provider() {
        return claim("provider");
    }

    /** What it claims under this name, where that is a text. */
    Optional<String> claim(String name) {
        return text(claims, name);
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
