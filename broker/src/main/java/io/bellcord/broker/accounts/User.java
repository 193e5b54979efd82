package io.bellcord.broker.accounts;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.transit.ProviderId;
import java.nio.charset.StandardCharsets;

/**
 * A person who logs in with a password.
 *
 * @param id 1 to 128 characters, no control characters; one namespace for all providers
 * @param role any but {@link Role#TRACKER}: trackers have credentials
 * @param passwordHash bcrypt, as {@link Passwords} takes it
 * @param enabled false: cannot log in
 */
public record User(String id, ProviderId provider, Role role, String passwordHash, boolean enabled) {
    static final int LONGEST_ID = 128;

    public User {
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "a user's id must be 1 to 128 characters without control characters but is \"" + id + "\"");
        }
        if (role == Role.TRACKER) {
            throw new IllegalArgumentException("a user's role must be driver, rider or operator but is tracker: " + id);
        }
        if (!Passwords.isHash(passwordHash)) {
            throw new IllegalArgumentException("a user's password must be kept as " + Passwords.HASH_FORM + ": " + id);
        }
    }

    /** Whether it can be the id of a user: what cannot is not even looked for. */
    static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_ID
                && text.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(text); // half a character cannot be stored
    }

    /** Without the hash: users end up in logs. */
    @Override
    public String toString() {
        return "User[id=" + id + ", provider=" + provider + ", role=" + role + ", enabled=" + enabled + "]";
    }
}
