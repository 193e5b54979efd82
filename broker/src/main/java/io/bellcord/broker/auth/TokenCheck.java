package io.bellcord.broker.auth;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtParser;

/** Verifies tokens of one key: by that key's algorithm and no other, so a token cannot choose. */
interface TokenCheck {
    /**
     * What the token claims, once its signature holds and it counts now.
     *
     * @throws io.jsonwebtoken.JwtException if it does not, by kind
     */
    Claims check(String token);

    static TokenCheck by(JwtParser parser) {
        return token -> parser.parseSignedClaims(token).getPayload();
    }
}
