package io.bellcord.broker.http.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.HttpApi;
import io.bellcord.broker.testing.HttpApi.Answer;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators see of their fleet, and do with its credentials, over HTTP. */
class OperatorsIT {
    private static TestBroker broker;
    private static HttpApi http;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
        http = new HttpApi(() -> broker.broker().http());
    }

    @AfterAll
    static void stop() {
        http.close();
        broker.close();
    }

    private static Answer call(String method, String path, Role role) {
        return http.call(
                method, "/v1/providers/kb/ops/buses" + path, "", "Authorization", "Bearer " + broker.token("kb", role));
    }

    private static Optional<JsonNode> bus(String id) {
        return call("GET", "", Role.OPERATOR)
                .body()
                .path("items")
                .valueStream()
                .filter(bus -> bus.path("bus").asText().equals(id))
                .findFirst();
    }

    @Test
    void tellHowABusFares() {
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_3_TCP, "kb", "2001")) {
            long now = Fixes.now();
            tracker.publish(
                    "bus/kb/2001",
                    "{\"ts\":" + now + ",\"lat\":43.7,\"lon\":7.4,\"route\":\"5\",\"batt\":41.5,\"rssi\":-97}");
            tracker.publish("bus/kb/2001", "{\"ts\":" + now + ",\"lat\":91,\"lon\":7.4}");

            await().until(() ->
                    bus("2001").filter(bus -> bus.path("refused").asInt() == 1).isPresent());
            JsonNode bus = bus("2001").orElseThrow();
            assertThat(bus.path("state").asText()).isEqualTo("live");
            assertThat(bus.path("ts").asLong()).isEqualTo(now);
            assertThat(bus.path("route").asText()).isEqualTo("5");
            assertThat(bus.path("batt").asDouble()).isEqualTo(41.5);
            assertThat(bus.path("rssi").asDouble()).isEqualTo(-97);
            assertThat(bus.path("fixesPerMinute").asDouble()).isBetween(0.1, 1.0);
            assertThat(bus.at("/lastRefusal/reason").asText()).isEqualTo("out_of_range");
            assertThat(bus.at("/lastRefusal/message").asText()).isEqualTo("lat must be -90 to 90 but is 91");
        }
    }

    @Test
    void seeABusThatWasOnlyEverRefused() {
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_3_TCP, "kb", "2002")) {
            tracker.publish("bus/kb/2002", "no JSON");

            await().until(() -> bus("2002").isPresent());
            assertThat(bus("2002").orElseThrow().has("state")).isFalse();
        }
    }

    @Test
    void issueACredentialThatLetsItsTrackerInUntilItIsRevoked() {
        Answer issued = call("POST", "/2003/credentials?days=30", Role.OPERATOR);

        assertThat(issued.status()).isEqualTo(201);
        String password = issued.body().path("password").asText();
        assertThat(password).startsWith("BC-");
        try (TestClient tracker = broker.client(Flavour.HIVEMQ_3_TCP)) {
            await().until(() -> tracker.connect("kb", password) == 0);
            Answer list = call("GET", "/2003/credentials", Role.OPERATOR);
            JsonNode one = list.body().at("/items/0");
            assertThat(one.path("active").asBoolean()).isTrue();
            assertThat(list.body().toString()).doesNotContain(password);

            assertThat(http.send(
                                    "DELETE",
                                    "/v1/providers/kb/ops/buses/2003/credentials/"
                                            + one.path("id").asText(),
                                    "",
                                    "Authorization",
                                    "Bearer " + broker.token("kb", Role.OPERATOR))
                            .statusCode())
                    .isEqualTo(204);

            await().until(() -> !tracker.isConnected());
        }
    }

    @Test
    void watchNobodyByAskingForHeadersAlone() {
        String path = "/v1/providers/kb/ops/buses/2006/log";
        var head = http.send("HEAD", path, "", "Authorization", "Bearer " + broker.token("kb", Role.OPERATOR));

        assertThat(head.statusCode()).isEqualTo(200);
        await().until(() -> broker.metrics().contains("bellcord_watches 0.0"));
    }

    @Test
    void areNamedInTheAudit() {
        call("POST", "/2004/credentials", Role.OPERATOR);

        assertThat(broker.audit(
                        new AuditLog.Selection(Optional.of("kb"), Optional.of("credential"), Instant.EPOCH, 100)))
                .anySatisfy(entry -> {
                    assertThat(entry.actor()).isEqualTo("operator somebody of kb");
                    assertThat(entry.action()).isEqualTo("credential added");
                    assertThat(entry.subject()).hasValue("2004");
                });
    }

    @Test
    void areToldThatABusHasTwoCredentialsAlready() {
        call("POST", "/2005/credentials", Role.OPERATOR);
        call("POST", "/2005/credentials", Role.OPERATOR);

        Answer third = call("POST", "/2005/credentials", Role.OPERATOR);
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.body().path("code").asText()).isEqualTo("too_many_credentials");
        assertThat(call("POST", "/2005/credentials?replace=true", Role.OPERATOR).status())
                .isEqualTo(201);
    }

    @Test
    void areTheOnlyOnesWhoMay() {
        for (Role role : new Role[] {Role.RIDER, Role.DRIVER}) {
            assertThat(call("GET", "", role).status()).isEqualTo(403);
            assertThat(call("GET", "/2006/credentials", role).status()).isEqualTo(403);
            assertThat(call("POST", "/2006/credentials", role).status()).isEqualTo(403);
            assertThat(call("DELETE", "/2006/credentials/0123456789ab", role).status())
                    .isEqualTo(403);
        }
        String other = "Bearer " + broker.token("other", Role.OPERATOR);
        assertThat(http.call("GET", "/v1/providers/kb/ops/buses", "", "Authorization", other)
                        .status())
                .isEqualTo(403);
        assertThat(http.call("GET", "/v1/providers/public/ops/buses", "").status())
                .isEqualTo(403);
    }

    @Test
    void areRefusedWhatMakesNoSense() {
        assertThat(call("POST", "/2007/credentials?days=0", Role.OPERATOR)
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("invalid_parameter");
        assertThat(call("POST", "/2007/credentials?replace=perhaps", Role.OPERATOR)
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("invalid_parameter");
        assertThat(call("GET", "/no%20bus/credentials", Role.OPERATOR)
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("unknown_bus");
        assertThat(call("DELETE", "/2007/credentials/0123456789ab", Role.OPERATOR)
                        .status())
                .isEqualTo(404);
    }
}
