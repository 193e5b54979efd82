package io.bellcord.broker.hostile;

import static io.bellcord.broker.hostile.Case.PUBACK;
import static io.bellcord.broker.hostile.Case.SUBACK;
import static io.bellcord.broker.hostile.Case.UNSUBACK;
import static io.bellcord.broker.hostile.Case.answers;
import static io.bellcord.broker.hostile.Case.closes;
import static io.bellcord.broker.hostile.Case.staysOpen;
import static io.bellcord.broker.hostile.Case.v3;
import static io.bellcord.broker.hostile.Case.v5;
import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.disconnect;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.pubAck;
import static io.bellcord.broker.testing.RawMqtt.publish;
import static io.bellcord.broker.testing.RawMqtt.subscribe;
import static io.bellcord.broker.testing.RawMqtt.text;
import static io.bellcord.broker.testing.RawMqtt.unsubscribe;

import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What ends a thread of Moquette's, and with it a share of all clients. */
final class SessionLoopCases {
    private static final List<String> SHARED = List.of(
            "$share/grp",
            "$share/g/a#b",
            "$share/none/F",
            "$share/g/bus/kb/+",
            "$share//x",
            "$share/",
            "$share",
            "$share/#/x",
            "$share/+/bus/kb/+",
            "$share/g/",
            "$share/g//",
            "$share/g/$share/g/x");

    private static final String DEEP = "a/".repeat(4_000);

    private SessionLoopCases() {}

    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        SHARED.forEach(filter -> all.addAll(shared(filter)));
        all.addAll(List.of(
                new Case("a will of QoS 3", SessionLoopCases::willOfQos3),
                v3("PUBACK after DISCONNECT", closes(), disconnect(), pubAck(1), pubAck(1)),
                v5("PUBACK after DISCONNECT", closes(), disconnect(), pubAck(1), pubAck(1)),
                v3(
                        "PUBACK, PUBREC and PUBCOMP of nothing",
                        staysOpen(),
                        pubAck(1),
                        packet(0x50, bytes(0, 1)),
                        packet(0x70, bytes(0, 1))),
                new Case("230 takeovers while PUBACKs arrive", attacker -> takeovers(attacker, 46, 5)),
                new Case(
                        "one client identifier 230 times while PUBACKs arrive",
                        attacker -> takeovers(attacker, 1, 230)),
                new Case("CONNECT of a persistent session, then a reset", SessionLoopCases::connectThenReset),
                v3("PUBLISH thousands of levels deep", answers(PUBACK), publish(1, DEEP, "x")),
                v3("SUBSCRIBE thousands of levels deep", answers(SUBACK), subscribe(1, DEEP)),
                v3("UNSUBSCRIBE thousands of levels deep", answers(UNSUBACK), unsubscribe(1, DEEP)),
                v3("PUBLISH without a topic at QoS 0", staysOpen(), packet(0x30, text(""), bytes(1, 2, 3))),
                v3("PUBLISH without a topic at QoS 1", answers(PUBACK), publish(1, "", "x")),
                v5(
                        "PUBLISH without a topic and without an alias",
                        answers(PUBACK),
                        packet(0x32, text(""), bytes(0, 1, 0))),
                v3("PUBLISH to $SYS", answers(PUBACK), publish(1, "$SYS/x", "x")),
                v3("PUBLISH to a filter", closes(), publish(1, "bus/kb/+", "x"))));
        return all;
    }

    private static List<Case> shared(String filter) {
        return List.of(
                v3("SUBSCRIBE " + filter, answers(SUBACK, 2, 0x80), subscribe(1, filter)),
                v3("UNSUBSCRIBE " + filter, answers(UNSUBACK), unsubscribe(1, filter)),
                v5("UNSUBSCRIBE " + filter, answers(UNSUBACK), packet(0xA2, bytes(0, 1, 0), text(filter))));
    }

    private static void willOfQos3(Attacker attacker) {
        byte[] connect = packet(
                0x10,
                text("MQTT"),
                bytes(4, 0xDE, 0, 60),
                text("evil"),
                text("bus/kb/evil"),
                text("{}"),
                text("kb"),
                text(attacker.token()));
        closes().accept(attacker.open().send(connect));
    }

    private static void takeovers(Attacker attacker, int clientIds, int times) {
        String token = attacker.token();
        for (int i = 0; i < times; i++) {
            for (int id = 0; id < clientIds; id++) {
                RawMqtt phone = attacker.open();
                attacker.send(
                        phone,
                        connect("phone-" + id, "kb", token),
                        publish(1, "bus/kb/evil", Fixes.json(Fixes.now(), 43.7)),
                        pubAck(1),
                        pubAck(2));
                if (id % 3 == i % 3) {
                    phone.reset();
                }
            }
        }
    }

    private static void connectThenReset(Attacker attacker) {
        String token = attacker.token();
        Stream.generate(attacker::open)
                .limit(200)
                .forEach(client -> attacker.send(client, persistent(token)).reset());
    }

    private static byte[] persistent(String token) {
        return packet(0x10, text("MQTT"), bytes(4, 0xC0, 0, 60), text("flaky"), text("kb"), text(token));
    }
}
