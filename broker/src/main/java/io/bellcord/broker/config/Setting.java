package io.bellcord.broker.config;

import java.util.Locale;

/**
 * One setting.
 *
 * @param key as it stands in the file
 * @param fallback the value of a setting that nobody set, as it would stand in the file
 * @param moves whether {@code --port-offset} moves the fallback: so for the ports that Bellcord listens at
 */
record Setting<T>(String key, String fallback, Kind<T> kind, boolean moves) {
    static final String PREFIX = "bellcord.";

    Setting(String key, String fallback, Kind<T> kind) {
        this(key, fallback, kind, false);
    }

    static Setting<Integer> port(String key, int fallback) {
        return new Setting<>(key, Integer.toString(fallback), Kinds.port(), true);
    }

    /** The environment variable that overrides it: BELLCORD_MQTT_PORT for bellcord.mqtt.port. */
    String variable() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The variable that names a file with the value: BELLCORD_POSTGRES_PASSWORD_FILE. */
    String variableOfFile() {
        return variable() + "_FILE";
    }
}
