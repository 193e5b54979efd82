package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestClient.Received;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job, with MQTT clients that are not ours: trackers publish, riders see at once and follow. */
class MainJobIT {
    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void aRiderSeesWhereEveryBusIsAndThenFollowsInOrder(Flavour flavour) {
        String bus = "follow-" + flavour;
        try (TestClient tracker = broker.tracker(flavour, "kb", bus);
                TestClient rider = broker.connected(flavour, "kb", Role.RIDER)) {
            long start = Fixes.now();
            assertThat(tracker.publish("bus/kb/" + bus, Fixes.json(start, 43.7300)))
                    .isZero();
            broker.awaitStored("kb", bus, start);

            assertThat(rider.subscribe("bus/kb/" + bus)).isZero();
            Received snapshot = rider.next();
            assertThat(snapshot.topic()).isEqualTo("bus/kb/" + bus);
            assertThat(snapshot.retained()).isTrue();
            assertThat(Fixes.number(snapshot, "ts")).isEqualTo(start);
            assertThat(Fixes.text(snapshot, "bus")).isEqualTo(bus);
            assertThat(Fixes.text(snapshot, "state")).isEqualTo("live");

            for (int i = 1; i <= 5; i++) {
                tracker.publish("bus/kb/" + bus, Fixes.json(start + i, 43.73 + i * 0.001));
                Received live = rider.next();
                assertThat(live.retained()).isFalse();
                assertThat(Fixes.number(live, "ts")).isEqualTo(start + i);
                assertThat(Fixes.number(live, "rx")).isBetween(start - 60_000, Fixes.now() + 60_000);
            }
        }
    }

    @Test
    void aRouteIsOneMessageWithEveryBusThatIsOnIt() {
        try (TestClient driver = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.DRIVER);
                TestClient rider = broker.connected(Flavour.PAHO_3_WEBSOCKET, "kb", Role.RIDER)) {
            assertThat(rider.subscribe("route/kb/r-42")).isZero();
            for (String bus : List.of("on-route-1", "on-route-2")) {
                driver.publish(
                        "bus/kb/" + bus,
                        "{\"ts\":%d,\"lat\":43.7,\"lon\":7.42,\"route\":\"r-42\"}".formatted(Fixes.now()));
            }

            await().untilAsserted(() -> assertThat(rider.next().payload())
                    .startsWith("{\"route\":\"r-42\",\"ts\":")
                    .contains("{\"bus\":\"on-route-1\",", "{\"bus\":\"on-route-2\","));
        }
    }

    @Test
    void whoAsksForLessInOtherWordsIsToldWhatIsAllowed() {
        try (RawMqtt rider = broker.raw()) {
            rider.send(RawMqtt.connect5("less", "kb", broker.token("kb", Role.RIDER)));
            rider.read();
            rider.send(subscribeWithMinInterval("5s"));

            String subAck = new String(rider.read().body(), StandardCharsets.ISO_8859_1);
            assertThat(subAck)
                    .contains("min-interval-ms must be a whole number, 0 to 3600000, but is \"5s\"")
                    .endsWith("\u0083");

            rider.send(subscribeWithMinInterval("5000"));
            assertThat(rider.read().body()).endsWith(0);
        }
    }

    /** MQTT 5.0, 3.2.2.3.12 and 3.8.2.1.2: CONNACK has said that there are none. */
    @Test
    void aSubscriptionIdentifierIsRefusedSinceNoMessageWouldCarryIt() {
        try (RawMqtt rider = broker.raw()) {
            rider.send(RawMqtt.connect5("numbered", "kb", broker.token("kb", Role.RIDER)));
            rider.read();

            rider.send(RawMqtt.packet(
                    0x82, RawMqtt.bytes(0, 1, 2, 0x0B, 5), RawMqtt.text("bus/kb/nothing-here"), RawMqtt.bytes(0)));

            assertThat(rider.read().body()).endsWith(0xA1);
        }
    }

    /** MQTT 5.0, 3.8.2.1.3: one user property. */
    private static byte[] subscribeWithMinInterval(String value) {
        byte[] property = RawMqtt.concat(RawMqtt.bytes(0x26), RawMqtt.text("min-interval-ms"), RawMqtt.text(value));
        return RawMqtt.packet(
                0x82,
                RawMqtt.bytes(0, 1, property.length),
                property,
                RawMqtt.text("bus/kb/nothing-here"),
                RawMqtt.bytes(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void everyQualityOfServiceArrives(int qos) {
        String bus = "qos-" + qos;
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "kb", bus);
                TestClient rider = broker.connected(Flavour.HIVEMQ_3_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/" + bus);
            long ts = Fixes.now();

            assertThat(tracker.publish("bus/kb/" + bus, Fixes.bytes(ts, 43.73), qos))
                    .isZero();

            assertThat(Fixes.number(rider.next(), "ts")).isEqualTo(ts);
        }
    }

    @Test
    void aFixPublishedJustBeforeDisconnectIsNotLost() {
        String bus = "fire-and-forget";
        long ts = Fixes.now();
        for (int i = 0; i < 20; i++) {
            try (TestClient tracker = broker.tracker(Flavour.PAHO_3_TCP, "kb", bus)) {
                tracker.publish("bus/kb/" + bus, Fixes.bytes(ts + i, 43.73), 0);
            }
            broker.awaitStored("kb", bus, ts + i);
        }
    }

    @Test
    void aDriverReportsForAnyBusOfItsProvider() {
        try (TestClient driver = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.DRIVER)) {
            long ts = Fixes.now();

            assertThat(driver.publish("bus/kb/driven-1", Fixes.json(ts, 43.73))).isZero();
            assertThat(driver.publish("bus/kb/driven-2", Fixes.json(ts, 43.74))).isZero();

            broker.awaitStored("kb", "driven-1", ts);
            broker.awaitStored("kb", "driven-2", ts);
        }
    }

    @Test
    void takesWhatThePredecessorsPhonesSend() {
        try (TestClient driver = broker.connected(Flavour.PAHO_3_WEBSOCKET, "kb", Role.DRIVER);
                TestClient rider = broker.connected(Flavour.PAHO_3_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/+");

            driver.publish("bus/kb/seed-1", """
                    {"busId":"seed-1","location":{"latitude":"37.5","longitude":"127.0"}}""");

            Received live = awaitTopic(rider, "bus/kb/seed-1");
            assertThat(live.payload()).contains("\"lat\":37.5").contains("\"lon\":127");
        }
    }

    @Test
    void redisHoldsTheNewestForThreeHours() {
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "kb", "stored")) {
            long ts = Fixes.now();
            tracker.publish("bus/kb/stored", Fixes.json(ts, 43.73));
            broker.awaitStored("kb", "stored", ts);

            tracker.publish("bus/kb/stored", Fixes.json(ts - 1_000, 40.0));
            tracker.publish("bus/kb/stored", Fixes.json(ts + 1, 43.74));
            broker.awaitStored("kb", "stored", ts + 1);
        }
        String key = "bus:{kb}:stored:lastlocation";
        assertThat(broker.redis().get(key)).contains("\"lat\":43.74");
        assertThat(broker.redis().ttl(key)).isBetween(10_790L, 10_800L);
        assertThat(broker.redis().zscore("bus:{kb}:seen", "stored")).isNotNull();
    }

    @Test
    void anOlderFixIsNeverDelivered() {
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "kb", "older");
                TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/older");
            long ts = Fixes.now();
            tracker.publish("bus/kb/older", Fixes.json(ts, 43.73));
            tracker.publish("bus/kb/older", Fixes.json(ts - 5_000, 40.0));
            tracker.publish("bus/kb/older", Fixes.json(ts, 40.0));
            await().until(() -> rider.rest().size() == 1);

            tracker.publish("bus/kb/older", Fixes.json(ts + 1, 43.74));

            assertThat(Fixes.number(rider.next(), "ts")).isEqualTo(ts + 1);
        }
    }

    @Test
    void theStateIsPartOfTheSnapshotAndToldOnChange() {
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "kb", "working");
                TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            long ts = Fixes.now();
            tracker.publish("bus/kb/working", Fixes.json(ts, 43.73));
            broker.awaitStored("kb", "working", ts);
            rider.subscribe("bus/kb/working/#");
            assertThat(List.of(rider.next().topic(), rider.next().topic()))
                    .containsExactlyInAnyOrder("bus/kb/working", "bus/kb/working/state");

            tracker.publish("bus/kb/working", """
                    {"ts":%d,"lat":43.73,"lon":7.42,"st":"out"}""".formatted(ts + 1));

            Received state = awaitTopic(rider, "bus/kb/working/state");
            assertThat(Fixes.text(state, "state")).isEqualTo("out_of_service");
            assertThat(Fixes.number(state, "since")).isEqualTo(ts + 1);
        }
    }

    @Test
    void whatIsWrongIsToldWithFieldRangeAndValueAndWhatIsGoodStays() {
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "kb", "wrong")) {
            tracker.subscribe("bus/kb/wrong/refused");
            long ts = Fixes.now();
            tracker.publish("bus/kb/wrong", Fixes.json(ts, 43.73));

            tracker.publish("bus/kb/wrong", Fixes.json(ts + 1, 91.5));
            tracker.publish("bus/kb/wrong", "not json");

            Received outOfRange = tracker.next();
            assertThat(outOfRange.topic()).isEqualTo("bus/kb/wrong/refused");
            assertThat(Fixes.text(outOfRange, "reason")).isEqualTo("out_of_range");
            assertThat(Fixes.text(outOfRange, "message")).isEqualTo("lat must be -90 to 90 but is 91.5");
            assertThat(Fixes.text(tracker.next(), "reason")).isEqualTo("malformed");
            broker.awaitStored("kb", "wrong", ts);
            assertThat(broker.metrics()).contains("bellcord_refused_total{reason=\"out_of_range\"}");
        }
    }

    @Test
    void aWillIsTakenInWhenATrackerIsLostAndNotWhenItSaysGoodbye() {
        long ts = Fixes.now();
        broker.connectWithWill("will-1", Fixes.json(ts, 43.73)).reset();
        broker.connectWithWill("will-2", Fixes.json(ts, 43.73))
                .send(io.bellcord.broker.testing.RawMqtt.disconnect())
                .isClosedByPeer();

        broker.awaitStored("kb", "will-1", ts);
        assertThat(broker.redis().get("bus:{kb}:will-2:lastlocation")).isNull();
    }

    private static Received awaitTopic(TestClient client, String topic) {
        Received next = client.next();
        while (!next.topic().equals(topic)) {
            next = client.next();
        }
        return next;
    }
}
