package io.bellcord.simulator.mqtt;

import io.bellcord.simulator.credentials.Login;
import io.bellcord.simulator.protocol.Ids;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One tracker's connection, which comes back by itself when it is lost. Safe for use by many threads. */
public interface TrackerLink {
    Duration KEEP_ALIVE = Duration.ofSeconds(60);

    /** A link that does not connect yet. */
    static TrackerLink to(Endpoint endpoint, Login login, LinkListener listener) {
        var client = endpoint.client(Ids.trackerClientId(login.bus()));
        return switch (endpoint.version()) {
            case V3 -> new Mqtt3Link(client, login, listener);
            case V5 -> new Mqtt5Link(client, login, listener);
        };
    }

    void connect();

    boolean isConnected();

    /** Publishes, and tells what became of it once, on one of the MQTT client's threads. */
    void publish(String topic, byte[] payload, int qos, Consumer<Answer> whenAnswered);

    /** Says goodbye to the broker and stays away. Completes exceptionally when there was no connection. */
    CompletableFuture<Void> disconnect();
}
