package io.bellcord.broker.hostile;

import static io.bellcord.broker.hostile.Case.CONNACK;
import static io.bellcord.broker.hostile.Case.PINGRESP;
import static io.bellcord.broker.hostile.Case.PUBACK;
import static io.bellcord.broker.hostile.Case.PUBCOMP;
import static io.bellcord.broker.hostile.Case.PUBREC;
import static io.bellcord.broker.hostile.Case.SUBACK;
import static io.bellcord.broker.hostile.Case.UNSUBACK;
import static io.bellcord.broker.hostile.Case.answers;
import static io.bellcord.broker.hostile.Case.disconnects;
import static io.bellcord.broker.hostile.Case.staysOpen;
import static io.bellcord.broker.hostile.Case.v3;
import static io.bellcord.broker.hostile.Case.v5;
import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.publish;
import static io.bellcord.broker.testing.RawMqtt.subscribe;
import static io.bellcord.broker.testing.RawMqtt.text;
import static io.bellcord.broker.testing.RawMqtt.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What leaves a client without an answer, or with a wrong one. */
final class CorrectnessCases {
    private static final byte[] ID = bytes(0, 7);

    private CorrectnessCases() {}

    static List<Case> all() {
        return List.of(
                v3("a denied PUBLISH at QoS 0", staysOpen(), packet(0x30, text("bus/other/1"), text("x"))),
                v3("a denied PUBLISH at QoS 1", answers(PUBACK), publish(1, "bus/other/1", "x")),
                v5(
                        "a denied PUBLISH at QoS 1",
                        answers(PUBACK, 2, 0x87),
                        packet(0x32, text("bus/other/1"), ID, bytes(0))),
                v3("a denied PUBLISH at QoS 2", answers(PUBREC), packet(0x34, text("bus/other/1"), ID)),
                v5(
                        "a denied PUBLISH at QoS 2",
                        answers(PUBREC, 2, 0x87),
                        packet(0x34, text("bus/other/1"), ID, bytes(0))),
                v3("PUBREL of nothing", answers(PUBCOMP), packet(0x62, ID)),
                v5("PUBREL of nothing", answers(PUBCOMP, 2, 0x92), packet(0x62, ID)),
                new Case("QoS 2 sent and released twice", CorrectnessCases::exactlyOnce),
                new Case("SUBSCRIBE right after CONNACK", CorrectnessCases::subscribeAfterConnAck),
                new Case("SUBSCRIBE, PINGREQ, UNSUBSCRIBE pipelined with CONNECT", CorrectnessCases::pipelined),
                new Case("a topic alias used five times", CorrectnessCases::topicAlias),
                v5("topic alias 0", disconnects(0x94), publishWithAlias("bus/kb/evil", 1, 0, "{}")),
                v5("topic alias 17 of 16", disconnects(0x94), publishWithAlias("bus/kb/evil", 1, 17, "{}")),
                v5("a topic alias that stands for nothing", disconnects(0x94), publishWithAlias("", 1, 7, "{}")),
                v5(
                        "properties longer than the packet",
                        disconnects(0x81),
                        packet(0x32, text("bus/kb/evil"), ID, bytes(0x7F, 0x23)),
                        ping()),
                new Case("session expiry 0xFFFFFFFF", CorrectnessCases::sessionExpiry),
                new Case("client identifier x_meta", attacker -> AuthorizationCases.clientId(attacker, "x_meta")),
                new Case("retain at QoS 0", attacker -> retained(attacker, 0x31)),
                new Case("retain at QoS 1", attacker -> retained(attacker, 0x33)),
                new Case("retain at QoS 0 without a payload", CorrectnessCases::retainedNothing));
    }

    private static void exactlyOnce(Attacker attacker) {
        RawMqtt client = attacker.tracker();
        byte[] publish = packet(0x34, text("bus/kb/evil"), ID, Fixes.bytes(Fixes.now(), 43.7));
        client.send(publish, publish, packet(0x62, ID), packet(0x62, ID));
        assertThat(IntStream.range(0, 4).mapToObj(_ -> client.read().type()))
                .containsExactly(PUBREC, PUBREC, PUBCOMP, PUBCOMP);
    }

    private static void subscribeAfterConnAck(Attacker attacker) {
        for (int i = 0; i < 20; i++) {
            // Each as somebody else: who takes one identifier over again and again is slowed down.
            byte[] connect = connect("early-" + i, "kb", attacker.broker().token("kb", Role.RIDER));
            answers(SUBACK).accept(attacker.letIn(connect).send(subscribe(1, "bus/kb/none")));
        }
    }

    private static void pipelined(Attacker attacker) {
        for (int i = 0; i < 20; i++) {
            RawMqtt client = attacker.open();
            client.send(
                    connect("eager-" + i, "kb", attacker.token()),
                    subscribe(1, "bus/kb/evil/state"),
                    ping(),
                    unsubscribe(2, "bus/kb/evil/state"));
            assertThat(client.read().type()).isEqualTo(CONNACK);
            assertThat(client.read().type()).isEqualTo(SUBACK);
            assertThat(Stream.generate(() -> client.read().type())
                            .filter(type -> type != 3) // the snapshot, if there is one
                            .limit(2))
                    .containsExactlyInAnyOrder(PINGRESP, UNSUBACK);
        }
    }

    private static void topicAlias(Attacker attacker) {
        RawMqtt client = attacker.tracker5();
        long ts = Fixes.now();
        for (int i = 0; i < 5; i++) {
            client.send(publishWithAlias(i == 0 ? "bus/kb/evil" : "", i + 1, 1, Fixes.json(ts + i, 43.7)));
            assertThat(client.read().type()).isEqualTo(PUBACK);
        }
        attacker.broker().awaitStored("kb", "evil", ts + 4);
    }

    private static void sessionExpiry(Attacker attacker) {
        RawMqtt client = attacker.open();
        client.send(packet(
                0x10,
                text("MQTT"),
                bytes(5, 0xC0, 0, 60, 5, 0x11, 0xFF, 0xFF, 0xFF, 0xFF),
                text("evil"),
                text("kb"),
                text(attacker.token())));
        byte[] connAck = client.read().body();
        assertThat(connAck[1]).isZero();
        assertThat(connAck).contains(bytes(0x11, 0, 0, 0, 0));
    }

    private static void retained(Attacker attacker, int head) {
        RawMqtt client = attacker.tracker();
        long ts = Fixes.now();
        byte[] payload = Fixes.bytes(ts, 43.7);
        byte[] id = head == 0x31 ? new byte[0] : ID;
        client.send(packet(head, text("bus/kb/evil"), id, payload));
        attacker.broker().awaitStored("kb", "evil", ts);
    }

    /** In MQTT that deletes what is retained. */
    private static void retainedNothing(Attacker attacker) {
        long ts = Fixes.now();
        RawMqtt client = attacker.tracker();
        client.send(publish(1, "bus/kb/evil", Fixes.json(ts, 43.7)), packet(0x31, text("bus/kb/evil")), ping());
        assertThat(IntStream.range(0, 2).mapToObj(_ -> client.read().type()))
                .containsExactlyInAnyOrder(PUBACK, PINGRESP);
        attacker.broker().awaitStored("kb", "evil", ts);
    }

    private static byte[] publishWithAlias(String topic, int packetId, int alias, String payload) {
        return packet(
                0x32,
                text(topic),
                bytes(0, packetId),
                bytes(3, 0x23, 0, alias),
                payload.getBytes(StandardCharsets.UTF_8));
    }
}
