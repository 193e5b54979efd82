package io.bellcord.broker.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.RawMqtt;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One thing that is done to the broker.
 *
 * @param name what is sent
 */
record Case(String name, Attack attack) {
    static final int CONNACK = 2;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBCOMP = 7;
    static final int SUBACK = 9;
    static final int UNSUBACK = 11;
    static final int PINGRESP = 13;
    static final int DISCONNECT = 14;

    /** Does it, and looks at what the client itself gets of it. */
    @FunctionalInterface
    interface Attack {
        void run(Attacker attacker);
    }

    /** Of a socket that has sent nothing before. */
    static Case first(String name, Consumer<RawMqtt> then, byte[]... bytes) {
        return new Case(name, attacker -> then.accept(attacker.send(attacker.open(), bytes)));
    }

    /** Of a tracker that was let in by MQTT 3.1.1. */
    static Case v3(String name, Consumer<RawMqtt> then, byte[]... bytes) {
        return new Case(name + " (3.1.1)", attacker -> then.accept(attacker.send(attacker.tracker(), bytes)));
    }

    /** Of a tracker that was let in by MQTT 5. */
    static Case v5(String name, Consumer<RawMqtt> then, byte[]... bytes) {
        return new Case(name + " (5)", attacker -> then.accept(attacker.send(attacker.tracker5(), bytes)));
    }

    /** Of some that are closed only when a time is over: they wait for it side by side. */
    static Case allClose(String name, Map<String, Function<Attacker, RawMqtt>> ones) {
        return new Case(name + ": " + String.join("; ", ones.keySet()), attacker -> {
            Map<String, RawMqtt> clients = new LinkedHashMap<>();
            ones.forEach((one, begin) -> clients.put(one, begin.apply(attacker)));
            clients.forEach(
                    (one, client) -> assertThat(client.isClosedByPeer()).as(one).isTrue());
        });
    }

    /** The broker closes, whatever it says before. */
    static Consumer<RawMqtt> closes() {
        return client -> assertThat(client.isClosedByPeer()).as("closed").isTrue();
    }

    /** The broker says why, as MQTT 5 has it, and closes. */
    static Consumer<RawMqtt> disconnects(int reason) {
        return answers(DISCONNECT, 0, reason).andThen(closes());
    }

    /** Packets of just these types come, and the client may stay. */
    static Consumer<RawMqtt> answers(int... types) {
        return client -> {
            int[] got = Arrays.stream(types).map(_ -> client.read().type()).toArray();
            assertThat(got).containsExactly(types);
            client.send(RawMqtt.ping());
            assertThat(client.read().type()).as("heard still").isEqualTo(PINGRESP);
        };
    }

    /** The next packet is of this type, and has this in its body at a place; the client may stay. */
    static Consumer<RawMqtt> answers(int type, int at, int value) {
        return client -> {
            RawMqtt.Packet packet = client.read();
            assertThat(packet.type()).as("%s", packet).isEqualTo(type);
            assertThat(packet.body()[at]).as("%s", packet).isEqualTo((byte) value);
        };
    }

    /** No answer is due; the client may stay. */
    static Consumer<RawMqtt> staysOpen() {
        return answers();
    }
}
