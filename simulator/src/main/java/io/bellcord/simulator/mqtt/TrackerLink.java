package io.bellcord.simulator.mqtt;

import io.bellcord.simulator.credentials.Login;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One tracker's connection, which comes back by itself when it is lost. Safe for use by many threads. */
public interface TrackerLink {
    /** A link that does not connect yet. */
    static TrackerLink to(Endpoint endpoint, Login login, LinkOptions options, LinkListener listener) {
        var client = endpoint.client(options.clientId());
        return switch (endpoint.version()) {
            case V3 -> new Mqtt3Link(client, login, options, listener);
            case V5 -> new Mqtt5Link(client, login, options, listener);
        };
    }

    void connect();

    boolean isConnected();

    /** Publishes, and tells what became of it once, on one of the MQTT client's threads. */
    void publish(String topic, byte[] payload, int qos, Consumer<Answer> whenAnswered);

    /** Says goodbye to the broker and stays away. Completes exceptionally when there was no connection. */
    CompletableFuture<Void> disconnect();

    /** The same, but the broker publishes the will: MQTT 5 can say so, and in MQTT 3.1.1 it is a plain goodbye. */
    default CompletableFuture<Void> disconnectWithWill() {
        return disconnect();
    }
}
