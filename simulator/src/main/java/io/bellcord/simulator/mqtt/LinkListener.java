package io.bellcord.simulator.mqtt;

import java.util.Optional;

/** Hears of a link's connections, on the MQTT client's threads: it must not block. */
public interface LinkListener {
    void connected();

    /**
     * A connection ended, or none came about. The link tries again by itself.
     *
     * @param refusal what the broker gave as its reason, as in {@code CONNACK NOT_AUTHORIZED}; empty where the
     *     network failed
     */
    void disconnected(Optional<String> refusal);
}
