package io.bellcord.broker.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.Transport;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Who does it: opens sockets, and leaves them open until the end of the case. */
final class Attacker implements AutoCloseable {
    private final TestBroker broker;
    private final Transport transport;
    private final List<RawMqtt> opened = new ArrayList<>();

    Attacker(TestBroker broker, Transport transport) {
        this.broker = broker;
        this.transport = transport;
    }

    TestBroker broker() {
        return broker;
    }

    RawMqtt open() {
        return kept(broker.raw(transport));
    }

    /** A plain socket to the WebSocket port, where nothing was said yet. */
    RawMqtt http() {
        return kept(new RawMqtt(broker.broker().webSocket()));
    }

    private RawMqtt kept(RawMqtt client) {
        opened.add(client);
        return client;
    }

    RawMqtt tracker() {
        return letIn(RawMqtt.connect("evil", "kb", token()));
    }

    RawMqtt tracker5() {
        return letIn(RawMqtt.connect5("evil", "kb", token()));
    }

    RawMqtt rider() {
        return letIn(RawMqtt.connect("evil-rider", "kb", broker.token("kb", Role.RIDER)));
    }

    RawMqtt letIn(byte[] connect) {
        RawMqtt client = open().send(connect);
        RawMqtt.Packet connAck = client.read();
        assertThat(connAck.body()[1]).as("%s", connAck).isZero();
        return client;
    }

    /** Sends as much as is taken: the broker may close meanwhile. */
    RawMqtt send(RawMqtt client, byte[]... bytes) {
        try {
            return client.send(bytes);
        } catch (UncheckedIOException e) {
            return client;
        }
    }

    /** Sends without end of patience: the broker may stop reading, until the case ends and the socket with it. */
    void flood(RawMqtt client, byte[] bytes) {
        Thread.ofVirtual().start(() -> send(client, bytes));
    }

    /** Sends this, and then zeros, one every tenth of a second, until it is hung up on. */
    void dribble(RawMqtt client, byte[] begin) {
        client.send(begin);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    client.send(new byte[1]);
                    Thread.sleep(100);
                }
            } catch (UncheckedIOException | InterruptedException _) {
                // it has ended, which is looked at elsewhere
            }
        });
    }

    /** Of {@code kb}'s bus {@code evil}. */
    String token() {
        return broker.trackerToken("kb", "evil");
    }

    @Override
    public void close() {
        opened.forEach(RawMqtt::close);
    }
}
