package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Credential;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestPostgres;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trackers that log in with a short secret instead of a token. */
class CredentialsIT {

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void letATrackerReportItsBusAndNoOtherWithEveryClientLibrary() {
        Credential credential = add("1001", Optional.empty());
        try (TestClient rider = broker.connected(Flavour.PAHO_3_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/+");
            for (Flavour flavour : Flavour.values()) {
                try (TestClient tracker = connect(flavour, credential)) {
                    tracker.publish("bus/kb/1002", Fixes.json(Fixes.now(), 43.73));
                    tracker.publish("bus/kb/1001", Fixes.json(Fixes.now(), 43.73));
                    assertThat(rider.next().topic()).isEqualTo("bus/kb/1001");
                }
            }
        }
    }

    @Test
    void areRefusedWithTheReasonThatMendsIt() {
        Credential credential = add("1001", Optional.empty());
        credential.revoke(broker);
        await().untilAsserted(() ->
                assertThat(broker.reasonOfRefusal("kb", credential.password())).contains("bus 1001 was revoked"));
        assertThat(broker.reasonOfRefusal("other", credential.password())).contains("no such credential");
        assertThat(broker.reasonOfRefusal("kb", "BC-1")).contains("mistyped");
    }

    @Test
    void changeWithoutAGap() {
        Credential old = add("1001", Optional.empty());
        try (TestClient running = connect(Flavour.HIVEMQ_5_TCP, old)) {
            Credential fresh = add("1001", Optional.empty());
            try (TestClient replacement = connect(Flavour.PAHO_3_TCP, fresh)) {
                assertThat(running.isConnected()).isTrue();

                old.revoke(broker);

                await().until(() -> !running.isConnected());
                assertThat(replacement.isConnected()).isTrue();
            }
        }
    }

    @Test
    void endTheirConnectionAtTheMomentTheyExpire() {
        Instant end = Instant.now().plusSeconds(3);
        Credential credential = add("1001", Optional.of(end));
        try (TestClient tracker = connect(Flavour.HIVEMQ_5_TCP, credential)) {
            assertThat(tracker.isConnected()).isTrue();

            await().until(() -> !tracker.isConnected());

            assertThat(Instant.now()).isAfterOrEqualTo(end);
        }
    }

    @Test
    void areVerifiedWhilePostgresqlIsAwayWhichARestartDoesNotSurvive() {
        Credential credential = add("1001", Optional.empty());
        Credential revoked = add("1002", Optional.empty());
        revoked.revoke(broker);
        await().until(() -> broker.reasonOfRefusal("kb", revoked.password()).contains("revoked"));
        connect(Flavour.PAHO_3_TCP, credential).close();

        TestPostgres.cutOff(broker.database().settings());
        try {
            await().untilAsserted(() ->
                    assertThat(broker.get("/health/ready")).contains("providers are not refreshed since"));
            connect(Flavour.HIVEMQ_5_TCP, credential).close();
            assertThat(broker.reasonOfRefusal("kb", revoked.password())).contains("revoked");
            assertThatThrownBy(broker::startAnother).hasMessageContaining("Cannot connect to PostgreSQL at");
        } finally {
            TestPostgres.restore(broker.database().settings());
        }
    }

    private Credential add(String bus, Optional<Instant> end) {
        return Credential.add(broker, "kb", bus, end);
    }

    /** Once the broker has heard of it. */
    private TestClient connect(Flavour flavour, Credential credential) {
        await().until(() -> {
            try (TestClient probe = broker.client(Flavour.PAHO_3_TCP)) {
                return probe.connect(credential.provider(), credential.password()) == 0;
            }
        });
        return broker.connected(flavour, credential.provider(), credential.password());
    }
}
