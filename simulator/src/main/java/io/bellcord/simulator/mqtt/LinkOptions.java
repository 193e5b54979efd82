package io.bellcord.simulator.mqtt;

import java.time.Duration;
import java.util.Optional;

/**
 * With what a tracker connects beside its login.
 *
 * @param keepAlive zero for none
 * @param will left on a topic, where there is one
 */
public record LinkOptions(String clientId, Duration keepAlive, Optional<Will> will) {
    /** What the broker is to publish when the connection is lost. */
    public record Will(String topic, String payload) {}
}
