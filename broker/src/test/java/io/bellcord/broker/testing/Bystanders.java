package io.bellcord.broker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.auth.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fifty clients that mean well, over every transport, and stay while something is done to the broker. Each publishes for a
 * bus of its own and follows its neighbour's. {@link #check} shows that they all still do, and that fifty more who come now
 * do too.
 */
public final class Bystanders implements AutoCloseable {
    public static final int CLIENTS = 50;

    private static final Logger log = LoggerFactory.getLogger(Bystanders.class);
    /** Two in ten over TLS, whose handshake costs as much as all the rest of a client. */
    private static final int TLS_EVERY = 10;

    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;

    private final TestBroker broker;
    private final String token;
    private final List<RawMqtt> staying;
    private long ts;

    public Bystanders(TestBroker broker) {
        this.broker = broker;
        token = broker.token("kb", Role.DRIVER);
        staying = connect("before");
    }

    /**
     * All who stay, and as many who connect now, publish and are heard.
     *
     * @return how long that took until the last of them had all
     */
    public Duration check() {
        long start = System.nanoTime();
        publishAndHear("before", staying);
        List<RawMqtt> coming = connect("after");
        try {
            publishAndHear("after", coming);
        } finally {
            coming.forEach(RawMqtt::close);
        }
        Duration slowest = Duration.ofNanos(System.nanoTime() - start);
        log.info("Bystanders were served clients={} slowest={} ms", 2 * CLIENTS, slowest.toMillis());
        return slowest;
    }

    /** One after the other: each must come in whichever session loop is its own. */
    private List<RawMqtt> connect(String when) {
        List<RawMqtt> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawMqtt client = broker.raw(transport(i));
            clients.add(client);
            client.send(connectPacket(bus(when, i)), RawMqtt.subscribe(1, topic(when, (i + 1) % CLIENTS)));
        }
        for (RawMqtt client : clients) {
            expect(client, CONNACK, 1);
            expect(client, SUBACK, 2);
        }
        return clients;
    }

    private static Transport transport(int i) {
        boolean even = i % 2 == 0;
        return i % TLS_EVERY < 2
                ? even ? Transport.TLS : Transport.SECURE_WEBSOCKET
                : even ? Transport.TCP : Transport.WEBSOCKET;
    }

    private static void expect(RawMqtt client, int type, int codeAt) {
        RawMqtt.Packet packet = client.read();
        if (packet.type() != type || packet.body()[codeAt] != 0) {
            throw new AssertionError("expected type " + type + " with code 0 but got " + packet);
        }
    }

    private void publishAndHear(String when, List<RawMqtt> clients) {
        ts = Math.max(ts + 1, Fixes.now());
        for (int i = 0; i < CLIENTS; i++) {
            clients.get(i).send(RawMqtt.publish(1, topic(when, i), Fixes.json(ts, 43.7)));
        }
        clients.forEach(client -> awaitPubAckAndPosition(client, "\"ts\":" + ts));
    }

    /** Reads past what is older: the snapshot, or what came since. */
    private static void awaitPubAckAndPosition(RawMqtt client, String fix) {
        boolean acknowledged = false;
        boolean heard = false;
        while (!acknowledged || !heard) {
            RawMqtt.Packet packet = client.read();
            acknowledged |= packet.type() == PUBACK;
            heard |= packet.type() == PUBLISH && new String(packet.body(), UTF_8).contains(fix);
        }
    }

    private byte[] connectPacket(String clientId) {
        return RawMqtt.packet(
                0x10,
                RawMqtt.text("MQTT"),
                RawMqtt.bytes(4, 0xC2, 10, 0), // a keep alive that outlasts whatever happens between two checks
                RawMqtt.text(clientId),
                RawMqtt.text("kb"),
                RawMqtt.text(token));
    }

    private static String topic(String when, int i) {
        return "bus/kb/" + bus(when, i);
    }

    private static String bus(String when, int i) {
        return "bystander-" + when + "-" + i;
    }

    @Override
    public void close() {
        staying.forEach(RawMqtt::close);
    }
}
