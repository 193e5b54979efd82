package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.Forged;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, who is not and with which code, and that no tenant reaches another. */
class WhoComesInIT {
    /** MQTT 3.1.1, 3.2.2.3. */
    private static final int BAD_USER_NAME_OR_PASSWORD = 4;

    private static final int NOT_AUTHORIZED = 5;
    /** MQTT 5.0, 3.2.2.2. */
    private static final int BAD_USER_NAME_OR_PASSWORD_5 = 0x86;

    private static final int NOT_AUTHORIZED_5 = 0x87;

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** A login that must fail, and the codes it must fail with. */
    record Bad(String what, String username, String password, int mqtt3, int mqtt5) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> badLogins() {
        return Stream.of(
                badCredentials("an unknown provider", "nobody", broker.token("kb", Role.RIDER)),
                badCredentials("no token at all", "kb", "secret"),
                badCredentials("an expired token", "kb", Forged.expired(broker)),
                badCredentials("a refresh token", "kb", Forged.withClaim(broker, "tokenType", "refresh")),
                notAuthorized("another tenant's token", "kb", broker.token("other", Role.RIDER)),
                badCredentials(
                        "a token that says kb but is signed by another tenant", "kb", Forged.byAnotherTenant(broker)),
                badCredentials("algorithm none", "kb", Forged.unsigned()),
                badCredentials("HS256 with a public key as the secret", "rsa", Forged.publicKeyAsSecret(broker)),
                badCredentials("a token for the key of another algorithm", "kb", Forged.otherAlgorithm(broker)),
                notAuthorized("a role that does not exist", "kb", Forged.withClaim(broker, "role", "admin")),
                notAuthorized("a tracker without a bus", "kb", Forged.withClaim(broker, "role", "tracker")),
                notAuthorized("a disabled provider", "disabled", broker.token("disabled", Role.RIDER)));
    }

    private static Bad badCredentials(String what, String username, String password) {
        return new Bad(what, username, password, BAD_USER_NAME_OR_PASSWORD, BAD_USER_NAME_OR_PASSWORD_5);
    }

    private static Bad notAuthorized(String what, String username, String password) {
        return new Bad(what, username, password, NOT_AUTHORIZED, NOT_AUTHORIZED_5);
    }

    @ParameterizedTest
    @MethodSource("badLogins")
    void isRefusedWithTheRightCode(Bad bad) {
        for (Flavour flavour : Flavour.values()) {
            try (TestClient client = broker.client(flavour)) {
                boolean mqtt5 = flavour.name().contains("_5_");
                assertThat(client.connect(bad.username(), bad.password()))
                        .as(flavour.name())
                        .isEqualTo(mqtt5 ? bad.mqtt5() : bad.mqtt3());
            }
        }
    }

    @Test
    void tellsAnMqtt5ClientWhy() {
        assertThat(broker.reasonOfRefusal("kb", Forged.expired(broker))).contains("expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bus/other/+",
                "bus/other/1",
                "bus/other/#",
                "bus/other/1/state",
                "bus/+/+",
                "bus/#",
                "#",
                "+/other/+",
                "+/+/+",
                "$share/g/bus/other/+",
                "$share/g/#",
                "bus/other/1/refused",
                "$SYS/#"
            })
    void aRiderReadsAnotherProviderByNoFilter(String filter) {
        try (TestClient spy = broker.connected(Flavour.PAHO_3_TCP, "kb", Role.RIDER);
                TestClient spy5 = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER);
                TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "other", "1");
                TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "other", Role.RIDER)) {
            assertThat(spy.subscribe(filter)).isEqualTo(0x80);
            assertThat(spy5.subscribe(filter)).isGreaterThanOrEqualTo(0x80);
            rider.subscribe("bus/other/1");

            long ts = Fixes.now();
            tracker.publish("bus/other/1", Fixes.json(ts, 43.7));

            await().until(() -> Fixes.number(rider.next(), "ts") == ts);
            assertThat(spy.rest()).isEmpty();
            assertThat(spy5.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bus/kb/2", "bus/other/1", "bus/kb/1/state", "bus/kb/1/refused", "route/kb/1", "x", "bus/kb/1/"})
    void aTrackerPublishesForItsOwnBusOnly(String topic) {
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "kb", "1");
                TestClient old = broker.tracker(Flavour.PAHO_3_TCP, "kb", "1");
                TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/2");

            assertThat(tracker.publish(topic, Fixes.json(Fixes.now(), 1))).isEqualTo(NOT_AUTHORIZED_5);
            assertThat(old.publish(topic, Fixes.json(Fixes.now(), 1))).isZero(); // 3.1.1 cannot say no
            assertThat(tracker.isConnected()).isTrue();
            assertThat(rider.rest()).isEmpty();
        }
    }

    @Test
    void aTrackerIsToldOnItsOwnTopicWhatItMayNotDo() {
        try (TestClient tracker = broker.tracker(Flavour.PAHO_3_TCP, "kb", "told")) {
            tracker.subscribe("bus/kb/told/refused");

            tracker.publish("bus/kb/another", Fixes.json(Fixes.now(), 1));

            assertThat(Fixes.text(tracker.next(), "reason")).isEqualTo("not_allowed");
        }
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void aRiderPublishesNothing(Flavour flavour) {
        try (TestClient rider = broker.connected(flavour, "kb", Role.RIDER)) {
            rider.publish("bus/kb/ghost", Fixes.bytes(Fixes.now(), 1), 1);

            assertThat(rider.isConnected()).isTrue();
        }
        assertThat(broker.redis().get("bus:{kb}:ghost:lastlocation")).isNull();
    }

    @Test
    void aPublicProviderIsReadWithoutAPassword() {
        try (TestClient rider = broker.client(Flavour.HIVEMQ_5_TCP)) {
            assertThat(rider.connect("public", "")).isZero();
            assertThat(rider.subscribe("bus/public/+")).isZero();
            assertThat(rider.publish("bus/public/1", Fixes.json(Fixes.now(), 1)))
                    .isEqualTo(NOT_AUTHORIZED_5);
        }
    }

    @Test
    void oneTenantsClientIdentifierIsNotAnothers() {
        try (TestClient mine = broker.client(Flavour.HIVEMQ_5_TCP, "same-id");
                TestClient theirs = broker.client(Flavour.HIVEMQ_5_TCP, "same-id")) {
            mine.connect("kb", broker.token("kb", Role.RIDER));
            theirs.connect("other", broker.token("other", Role.RIDER));

            assertThat(mine.subscribe("bus/kb/+")).isZero();
            assertThat(theirs.subscribe("bus/other/+")).isZero();
            assertThat(mine.isConnected()).isTrue();
        }
    }

    @Test
    void theSameClientIdentifierTakesOver() {
        try (TestClient first = broker.client(Flavour.HIVEMQ_5_TCP, "twice");
                TestClient second = broker.client(Flavour.PAHO_3_TCP, "twice")) {
            first.connect("kb", broker.token("kb", Role.RIDER));

            assertThat(second.connect("kb", broker.token("kb", Role.RIDER))).isZero();

            await().until(() -> !first.isConnected());
            assertThat(second.subscribe("bus/kb/+")).isZero();
        }
    }

    @Test
    void theConnectionEndsWithItsToken() {
        try (TestClient rider = broker.client(Flavour.HIVEMQ_5_TCP)) {
            assertThat(rider.connect("kb", broker.token("kb", Role.RIDER, Duration.ofSeconds(2))))
                    .isZero();

            await().until(() -> !rider.isConnected());
        }
    }

    @Test
    void whoLosesTheRightIsDisconnectedWithinASecondOrSo() {
        try (TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "closing", Role.RIDER);
                TestClient other = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            broker.providers().setEnabled(new ProviderId("closing"), false);

            await().until(() -> !rider.isConnected());
            assertThat(other.isConnected()).isTrue();
        }
        try (TestClient late = broker.client(Flavour.PAHO_3_TCP)) {
            assertThat(late.connect("closing", broker.token("closing", Role.RIDER)))
                    .isEqualTo(NOT_AUTHORIZED);
        }
    }
}
