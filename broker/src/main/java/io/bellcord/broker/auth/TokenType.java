package io.bellcord.broker.auth;

import java.util.Locale;

/** What a token is good for; its {@code tokenType} claim in lower case. */
public enum TokenType {
    /** Lets its bearer in. */
    ACCESS,
    /** Gets a new pair of tokens, once. */
    REFRESH;

    /** As it stands in a token. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
