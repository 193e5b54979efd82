package io.bellcord.broker.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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

    private final String code = name().toLowerCase(Locale.ROOT);

    /** As it stands in a token. */
    public String code() {
        return code;
    }

    /** The role that a token calls so; exactly so. */
    public static Optional<Role> find(String code) {
        return Arrays.stream(values()).filter(role -> role.code.equals(code)).findFirst();
    }

    /** All of them, for messages: {@code tracker, driver, …}. */
    public static String codes() {
        return Arrays.stream(values()).map(Role::code).collect(Collectors.joining(", "));
    }
}
