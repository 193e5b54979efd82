package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.EventStream;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator sees of one bus while its tracker comes, reports and goes. */
class BusLogIT {
    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(Map.of("bellcord.http.request-timeout", "1s"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void tellsHowATrackerConnectsReportsAndGoes() {
        try (EventStream log = log("1001", broker.token("kb", Role.OPERATOR))) {
            log.next("comment");
            try (RawMqtt tracker = broker.connectWithWill("1001", "{}")) {
                JsonNode connected = log.next("connected").json();
                assertThat(connected.path("clientId").asText()).isEqualTo("will-1001");
                assertThat(connected.path("protocol").asInt()).isEqualTo(4);
                assertThat(connected.path("keepAlive").asInt()).isEqualTo(60_000);
                assertThat(connected.path("will").asText()).isEqualTo("bus/kb/1001");
                assertThat(connected.path("login").asText()).isEqualTo("token");
                assertThat(connected.path("issuedAt").asLong()).isPositive();
                assertThat(connected.path("address").asText()).isEqualTo("127.0.0.1");

                String fix = "{\"ts\":" + System.currentTimeMillis() + ",\"lat\":37.5,\"lon\":127}";
                tracker.send(RawMqtt.publish(1, "bus/kb/1001", fix), RawMqtt.publish(2, "bus/kb/1001", fix));
                tracker.send(RawMqtt.publish(3, "bus/kb/1001", "{\"lat\":1}"));
                tracker.send(RawMqtt.publish(4, "bus/kb/1002", fix));

                JsonNode accepted = log.next("message").json();
                assertThat(accepted.path("payload").asText()).isEqualTo(fix);
                assertThat(accepted.path("bytes").asInt()).isEqualTo(fix.length());
                assertThat(accepted.path("outcome").asText()).isEqualTo("accepted");
                assertThat(accepted.path("position").path("lat").asDouble()).isEqualTo(37.5);
                assertThat(log.next("message").json().path("outcome").asText()).isEqualTo("superseded");
            }
            JsonNode gone = log.next("disconnected").json();
            assertThat(gone.path("reason").asText()).isEqualTo("connection_lost");
            assertThat(log.next("message").json().path("reason").asText())
                    .as("of the will")
                    .isEqualTo("missing_field");
        }
    }

    @Test
    void introducesWhoIsConnectedAlreadyAndGoesOnWhileNothingHappens() {
        String before = "{\"ts\":" + System.currentTimeMillis() + ",\"lat\":37.5,\"lon\":127}";
        try (RawMqtt tracker = broker.raw()) {
            tracker.send(RawMqtt.connect("dev-7", "kb", broker.trackerToken("kb", "1007")))
                    .read();
            try (EventStream log = log("1007", broker.token("kb", Role.OPERATOR))) {
                assertThat(log.next("present").json().path("clientId").asText()).isEqualTo("dev-7");
                for (int i = 0; i < 8; i++) {
                    log.next("comment"); // for longer than a silent connection may live
                }
                tracker.send(RawMqtt.publish(1, "bus/kb/1007", before));
                assertThat(log.next("message").json().path("outcome").asText()).isEqualTo("accepted");
                tracker.send(RawMqtt.disconnect());
                assertThat(log.next("disconnected").json().path("reason").asText())
                        .isEqualTo("client_disconnect");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"RIDER", "DRIVER"})
    void isForOperatorsAlone(Role role) {
        try (EventStream log = log("1001", broker.token("kb", role))) {
            assertThat(log.status()).isEqualTo(403);
        }
    }

    @Test
    void isForOperatorsOfThatProviderAlone() {
        try (EventStream log = log("1001", broker.token("other", Role.OPERATOR))) {
            assertThat(log.status()).isEqualTo(403);
        }
        try (EventStream log = log("1001", "guessed")) {
            assertThat(log.status()).isEqualTo(401);
        }
    }

    private static EventStream log(String bus, String token) {
        return new EventStream(broker.broker().http(), "/v1/providers/kb/ops/buses/" + bus + "/log", token);
    }
}
