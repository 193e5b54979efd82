package io.bellcord.broker.auth;

import java.util.Locale;

/** What a client is to its provider; the token's {@code role} claim in lower case. */
public enum Role {
    /** The MQTT client on one bus: publishes for that bus only. */
    TRACKER,
    /** A person's login that may report for any bus of the provider. */
    DRIVER,
    /** Only reads. */
    RIDER,
    /** Administers one provider. */
    OPERATOR;

    /** As it stands in a token. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
