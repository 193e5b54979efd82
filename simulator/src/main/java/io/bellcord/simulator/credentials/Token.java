package io.bellcord.simulator.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * A JWT, and what it says of who may use it. It is read, not verified: that is the broker's part.
 *
 * @param bus that it may publish for; empty in a driver's, who may drive any
 */
public record Token(String text, Optional<String> provider, Optional<String> bus) {

    /**
     * Reads the claims.
     *
     * @throws IllegalArgumentException saying in what it is no JWT, without a word of it
     */
    public static Token parse(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("is no JWT: it has " + parts.length + " parts between dots, not 3");
        }
        var claims = claims(parts[1]);
        return new Token(text, claim(claims, "provider"), claim(claims, "bus"));
    }

    private static JsonNode claims(String base64) {
        try {
            var claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(base64));
            if (claims.isObject()) {
                return claims;
            }
        } catch (IOException | IllegalArgumentException _) {
            // the message would show a piece of the token
        }
        throw new IllegalArgumentException("is no JWT: its second part is not base64url of a JSON object");
    }

    private static Optional<String> claim(JsonNode claims, String name) {
        return Optional.ofNullable(claims.get(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
