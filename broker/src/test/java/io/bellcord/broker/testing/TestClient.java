package io.bellcord.broker.testing;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An MQTT client that is not ours, with one face for each library, version and transport. */
public abstract class TestClient implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    protected final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** What came on a subscription. */
    public record Received(String topic, String payload, boolean retained) {}

    /** The libraries, versions and transports that every main path is tried with. */
    public enum Flavour {
        HIVEMQ_5_TCP,
        HIVEMQ_3_TCP,
        HIVEMQ_5_WEBSOCKET,
        PAHO_3_TCP,
        PAHO_3_WEBSOCKET,
        PAHO_5_TCP,
        HIVEMQ_5_TLS,
        PAHO_3_SECURE_WEBSOCKET;

        /** Whether it wants the addresses of TLS. */
        public boolean isSecure() {
            return this == HIVEMQ_5_TLS || this == PAHO_3_SECURE_WEBSOCKET;
        }

        /** Those without TLS. */
        public static List<Flavour> plain() {
            return Arrays.stream(values()).filter(each -> !each.isSecure()).toList();
        }

        public TestClient create(InetSocketAddress tcp, InetSocketAddress webSocket, String clientId) {
            return switch (this) {
                case HIVEMQ_5_TCP -> new HiveMq5(tcp, false, false, clientId);
                case HIVEMQ_3_TCP -> new HiveMq3(tcp, clientId);
                case HIVEMQ_5_WEBSOCKET -> new HiveMq5(webSocket, true, false, clientId);
                case PAHO_3_TCP -> new Paho3("tcp://" + hostPort(tcp), clientId);
                case PAHO_3_WEBSOCKET -> new Paho3("ws://" + hostPort(webSocket) + "/mqtt", clientId);
                case PAHO_5_TCP -> new Paho5("tcp://" + hostPort(tcp), clientId);
                case HIVEMQ_5_TLS -> new HiveMq5(tcp, false, true, clientId);
                case PAHO_3_SECURE_WEBSOCKET -> new Paho3("wss://" + hostPort(webSocket) + "/mqtt", clientId);
            };
        }

        private static String hostPort(InetSocketAddress address) {
            return address.getHostString() + ":" + address.getPort();
        }
    }

    /** Connects with a clean session; returns CONNACK's code, 0 when let in. */
    public abstract int connect(String username, String password);

    /** Returns SUBACK's code. */
    public abstract int subscribe(String filter);

    public abstract void unsubscribe(String filter);

    /** Publishes and waits for the acknowledgement that its quality of service knows; returns its reason code. */
    public abstract int publish(String topic, byte[] payload, int qos);

    public abstract boolean isConnected();

    /** Ends with DISCONNECT. */
    @Override
    public abstract void close();

    public int publish(String topic, String payload) {
        return publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1);
    }

    /** The next message, which must come. */
    public Received next() {
        try {
            Received next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything that has come and was not taken. */
    public List<Received> rest() {
        List<Received> rest = new ArrayList<>();
        received.drainTo(rest);
        return rest;
    }

    protected void received(String topic, byte[] payload, boolean retained) {
        received.add(new Received(topic, new String(payload, StandardCharsets.UTF_8), retained));
    }
}
