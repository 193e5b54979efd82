package io.bellcord.broker.hostile;

import static io.bellcord.broker.hostile.Case.CONNACK;
import static io.bellcord.broker.hostile.Case.PINGRESP;
import static io.bellcord.broker.hostile.Case.PUBACK;
import static io.bellcord.broker.hostile.Case.SUBACK;
import static io.bellcord.broker.hostile.Case.answers;
import static io.bellcord.broker.hostile.Case.closes;
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

import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import java.util.ArrayList;
import java.util.List;

/** What lets somebody do what is another's to do. */
final class AuthorizationCases {
    private AuthorizationCases() {}

    static List<Case> all() {
        List<Case> all = new ArrayList<>(List.of(
                v3("$share of another tenant's buses", answers(SUBACK, 2, 0x80), subscribe(1, "$share/g/bus/other/+")),
                v5(
                        "$share of another tenant's buses",
                        answers(SUBACK, 3, 0x9E),
                        packet(0x82, bytes(0, 1, 0), text("$share/g/bus/other/+"), bytes(0))),
                v3("SUBSCRIBE to every tenant by #", answers(SUBACK, 2, 0x80), subscribe(1, "#")),
                v3("SUBSCRIBE to every tenant by bus/+/+", answers(SUBACK, 2, 0x80), subscribe(1, "bus/+/+")),
                v3("SUBSCRIBE to another tenant", answers(SUBACK, 2, 0x80), subscribe(1, "bus/other/+")),
                new Case("a will to a topic that is denied", AuthorizationCases::deniedWill),
                new Case("a client identifier that another tenant's tracker has", AuthorizationCases::anothersClientId),
                new Case("UNSUBSCRIBE of another's $share", AuthorizationCases::unsubscribeOfAnothers)));
        for (String id : List.of("#", "+", "bus/kb/1", "a b", "ä", "$SYS", "$share/g/x", "polygenelubricants", "c1")) {
            all.add(new Case("client identifier " + id, attacker -> clientId(attacker, id)));
        }
        return all;
    }

    private static void deniedWill(Attacker attacker) {
        RawMqtt client = attacker.open();
        client.send(packet(
                0x10,
                text("MQTT"),
                bytes(4, 0xC6, 0, 60),
                text("evil"),
                text("bus/other/1"),
                text("{}"),
                text("kb"),
                text(attacker.token())));
        answers(CONNACK, 1, 5).accept(client);
        closes().accept(client);
    }

    private static void anothersClientId(Attacker attacker) {
        RawMqtt victim =
                attacker.letIn(connect("evil", "other", attacker.broker().trackerToken("other", "evil")));
        attacker.tracker();
        victim.send(ping());
        assertThat(victim.read().type()).isEqualTo(PINGRESP);
    }

    /** The bystanders, who are asked next, must hear their buses still. */
    private static void unsubscribeOfAnothers(Attacker attacker) {
        RawMqtt client = attacker.rider();
        for (int i = 0; i < 50; i++) {
            String filter = "bus/kb/bystander-before-" + i;
            client.send(unsubscribe(1, filter), unsubscribe(2, "$share/g/" + filter));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(client.read().type()).isEqualTo(Case.UNSUBACK);
        }
    }

    static void clientId(Attacker attacker, String id) {
        RawMqtt client = attacker.letIn(connect(id, "kb", attacker.token()));
        client.send(publish(1, "bus/kb/evil", Fixes.json(Fixes.now(), 1)));
        answers(PUBACK).accept(client);
    }
}
