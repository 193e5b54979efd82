package io.bellcord.broker.hostile;

import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.publish;
import static io.bellcord.broker.testing.RawMqtt.text;
import static io.bellcord.broker.testing.RawMqtt.times;

import io.bellcord.broker.testing.Fixes;
import java.util.List;
import java.util.stream.IntStream;

/** What fills Moquette's queues. */
final class LoadCases {
    private LoadCases() {}

    static List<Case> all() {
        return List.of(
                new Case("a session queue's fill at QoS 0", attacker -> flood(attacker, 0x30)),
                new Case("a session queue's fill at QoS 1, the answers unread", attacker -> flood(attacker, 0x32)),
                new Case("more refusals than anybody reads", LoadCases::refusals),
                new Case("a storm of logins that are refused", LoadCases::refusedLogins));
    }

    private static void flood(Attacker attacker, int head) {
        byte[] id = head == 0x30 ? new byte[0] : new byte[] {0, 1};
        byte[] publish = packet(head, text("bus/kb/evil"), id, Fixes.bytes(Fixes.now(), 43.7));
        IntStream.range(0, 20)
                .forEach(i -> attacker.flood(
                        attacker.letIn(connect("flood-" + i, "kb", attacker.token())), times(2_000, publish)));
    }

    private static void refusals(Attacker attacker) {
        attacker.flood(attacker.tracker(), times(10_000, publish(1, "bus/kb/evil", "{}")));
    }

    private static void refusedLogins(Attacker attacker) {
        byte[] connect = connect("nobody", "kb", "x.y.z");
        IntStream.range(0, 200).forEach(_ -> attacker.send(attacker.open(), connect));
    }
}
