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
 * @param claims an object
 */
record UnverifiedToken(Optional<String> kid, String algorithm, JsonNode claims) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** RFC 7515, 7.1. The library reads over what is not base64url; then one token could be written in many ways. */
    static Optional<UnverifiedToken> parse(String token) {
        int headerEnd = token.indexOf('.');
        int claimsEnd = token.indexOf('.', headerEnd + 1);
        if (headerEnd <= 0
                || claimsEnd <= headerEnd + 1
                || !isBase64Url(token, 0, headerEnd)
                || !isBase64Url(token, headerEnd + 1, claimsEnd)
                || !isBase64Url(token, claimsEnd + 1, token.length())
                || !isCanonical(token.substring(claimsEnd + 1))) {
            return Optional.empty();
        }
        Optional<JsonNode> claims = object(token.substring(headerEnd + 1, claimsEnd));
        return object(token.substring(0, headerEnd))
                .filter(_ -> claims.isPresent())
                .map(header -> new UnverifiedToken(text(header, "kid"), algorithm(header), claims.orElseThrow()));
    }

    /** What the header names, without a look at the rest; empty where there is no header. */
    static Optional<String> algorithmOf(String token) {
        int headerEnd = token.indexOf('.');
        return headerEnd <= 0
                ? Optional.empty()
                : object(token.substring(0, headerEnd)).map(UnverifiedToken::algorithm);
    }

    private static boolean isBase64Url(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean inAlphabet = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!inAlphabet && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
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

    private static String algorithm(JsonNode header) {
        return text(header, "alg").orElse("");
    }

    private static Optional<String> text(JsonNode object, String name) {
        return Optional.ofNullable(object.get(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
