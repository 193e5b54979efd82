package io.bellcord.broker.auth;

import java.time.Instant;

/**
 * A signed token.
 *
 * @param value what a client sends as its password
 * @param id its {@code jti}
 */
public record IssuedToken(String value, String id, Instant expiresAt) {
    /** Without the value: who has it can log in with it. */
    @Override
    public String toString() {
        return "IssuedToken[id=" + id + ", expiresAt=" + expiresAt + "]";
    }
}
