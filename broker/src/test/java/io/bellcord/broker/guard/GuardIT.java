package io.bellcord.broker.guard;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.disconnect;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.pubAck;
import static io.bellcord.broker.testing.RawMqtt.publish;
import static io.bellcord.broker.testing.RawMqtt.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client is told, by the byte. What hostile ones send stands in the package {@code hostile}. */
class GuardIT {
    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void letsNothingPassAfterDisconnect() {
        try (RawMqtt client = broker.raw()) {
            client.send(connect("gone", "kb", tracker("gone")));
            client.read();

            client.send(disconnect(), pubAck(1), publish(1, "bus/kb/gone", Fixes.json(Fixes.now(), 1)), ping());

            assertThat(client.isClosedByPeer()).isTrue();
        }
        assertThat(broker.redis().get("bus:{kb}:gone:lastlocation")).isNull();
    }

    @Test
    void refusesAClientWithoutIdentifierThatWantsToBeRemembered() {
        try (RawMqtt client = broker.raw()) {
            client.send(packet(0x10, text("MQTT"), bytes(4, 0xC0, 0, 60), text(""), text("kb"), text(rider())));

            assertThat(client.read().body()[1]).isEqualTo((byte) 2);
        }
    }

    @Test
    void tellsAnMqtt5ClientWhatIsServed() {
        try (RawMqtt client = broker.raw()) {
            client.send(packet(0x10, text("MQTT"), bytes(5, 0xC2, 0, 60, 0), text(""), text("kb"), text(rider())));

            byte[] connAck = client.read().body();

            assertThat(connAck[1]).isZero();
            assertThat(connAck).contains(bytes(0x11, 0, 0, 0, 0)); // Session Expiry Interval
            assertThat(connAck).contains(bytes(0x12, 0, 36)); // Assigned Client Identifier
            assertThat(connAck).contains(bytes(0x29, 0)); // no subscription identifiers
            assertThat(connAck).contains(bytes(0x2A, 0)); // no shared subscriptions
        }
    }

    private static String rider() {
        return broker.token("kb", Role.RIDER);
    }

    private static String tracker(String bus) {
        return broker.trackerToken("kb", bus);
    }
}
