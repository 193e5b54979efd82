package io.bellcord.broker.auth;

import org.jspecify.annotations.Nullable;

/**
 * What a client shows of itself to be let in; nothing of it is known to be true.
 *
 * @param username the provider's id
 * @param password an access token or a tracker credential; null or empty for a rider of a provider whose buses
 *     are public
 */
public record Presented(@Nullable String username, byte @Nullable [] password) {
    boolean hasPassword() {
        return password != null && password.length > 0;
    }

    /** Without the password: who has it can log in with it. */
    @Override
    public String toString() {
        return "Presented[hasPassword=" + hasPassword() + "]";
    }
}
