package io.bellcord.broker.hostile;

import static io.bellcord.broker.hostile.Case.SUBACK;
import static io.bellcord.broker.hostile.Case.closes;
import static io.bellcord.broker.hostile.Case.first;
import static io.bellcord.broker.hostile.Case.v3;
import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.concat;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.disconnect;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.publish;
import static io.bellcord.broker.testing.RawMqtt.subscribe;
import static io.bellcord.broker.testing.RawMqtt.text;
import static io.bellcord.broker.testing.RawMqtt.times;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import java.util.List;
import java.util.stream.IntStream;

/** What is kept for ever, or without end. */
final class MemoryCases {
    private static final byte[] KILOBYTE = publish(1, "bus/kb/evil", "x".repeat(1_000));

    private MemoryCases() {}

    static List<Case> all() {
        return List.of(
                first("PINGREQ before CONNECT, the answers unread", closes(), times(10_000, ping())),
                first("PUBLISH at QoS 1 before CONNECT", closes(), times(1_000, KILOBYTE)),
                v3("PUBLISH after DISCONNECT", closes(), disconnect(), times(1_000, KILOBYTE)),
                new Case("PINGREQ after CONNECT, the answers unread", MemoryCases::pingsUnread),
                new Case("SUBSCRIBE and UNSUBSCRIBE, the answers unread", MemoryCases::subscribesUnread),
                new Case("a subscriber at QoS 1 that never acknowledges and never reads", MemoryCases::neverAcks),
                new Case("many CONNECTs on one socket", MemoryCases::manyConnects),
                new Case("many sockets that wait for nothing", MemoryCases::silentSockets),
                new Case("more packets behind CONNECT than are held", MemoryCases::muchBeforeConnAck),
                new Case("request-response information", MemoryCases::requestResponseInformation),
                new Case("subscriptions without end", MemoryCases::subscriptionsWithoutEnd),
                new Case("QoS 2 that is never released", MemoryCases::neverReleased));
    }

    private static void pingsUnread(Attacker attacker) {
        attacker.flood(attacker.tracker(), times(1_000_000, ping()));
    }

    private static void subscribesUnread(Attacker attacker) {
        byte[] both = concat(subscribe(1, "bus/kb/evil"), RawMqtt.unsubscribe(2, "bus/kb/evil"));
        attacker.flood(attacker.tracker(), times(100_000, both));
    }

    private static void neverAcks(Attacker attacker) {
        IntStream.range(0, 20).forEach(i -> {
            RawMqtt rider =
                    attacker.letIn(connect("deaf-" + i, "kb", attacker.broker().token("kb", Role.RIDER)));
            rider.send(packet(0x82, bytes(0, 1), text("bus/kb/+"), bytes(1)));
        });
        RawMqtt tracker = attacker.tracker();
        for (int i = 0; i < 500; i++) {
            tracker.send(publish(1, "bus/kb/evil", Fixes.json(Fixes.now() + i, 43.7)));
            assertThat(tracker.read().type()).isEqualTo(Case.PUBACK);
        }
    }

    private static void manyConnects(Attacker attacker) {
        byte[] connect = connect("evil", "kb", attacker.token());
        closes().accept(attacker.send(attacker.open(), times(100, connect)));
    }

    private static void silentSockets(Attacker attacker) {
        List<RawMqtt> silent =
                IntStream.range(0, 100).mapToObj(_ -> attacker.open()).toList();
        silent.forEach(closes());
    }

    private static void muchBeforeConnAck(Attacker attacker) {
        byte[] connect = connect("evil", "kb", attacker.token());
        RawMqtt client = attacker.open();
        attacker.flood(client, concat(connect, times(10_000, KILOBYTE)));
        attacker.flood(attacker.open(), concat(connect, times(100_000, ping())));
    }

    private static void requestResponseInformation(Attacker attacker) {
        for (int i = 0; i < 50; i++) {
            attacker.letIn(packet(
                    0x10,
                    text("MQTT"),
                    bytes(5, 0xC2, 0, 60, 2, 0x19, 1),
                    text("evil-" + i),
                    text("kb"),
                    text(attacker.token())));
        }
    }

    private static void subscriptionsWithoutEnd(Attacker attacker) {
        RawMqtt rider = attacker.rider();
        int granted = 0;
        for (int i = 0; i < 1_100; i++) {
            rider.send(subscribe(1, "bus/kb/none-" + i));
            RawMqtt.Packet subAck = rider.read();
            assertThat(subAck.type()).isEqualTo(SUBACK);
            granted += subAck.body()[2] == 0 ? 1 : 0;
        }
        assertThat(granted).isEqualTo(1_000);
    }

    private static void neverReleased(Attacker attacker) {
        RawMqtt tracker = attacker.tracker();
        for (int i = 1; i <= 65; i++) {
            attacker.send(tracker, packet(0x34, text("bus/kb/evil"), bytes(0, i), new byte[8_000]));
        }
        closes().accept(tracker);
    }
}
