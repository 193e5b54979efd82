package io.bellcord.broker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.db.DatabaseSettings;
import io.bellcord.broker.testing.BellcordProcess;
import io.bellcord.broker.testing.FreePort;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.testing.TestRedis;
import io.bellcord.broker.testing.TestTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerCommandIT {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void adminWorksBeforeABrokerRunsAndBesideIt() {
        String data = directory.resolve("data").toString();
        assertThat(admin("provider", "add", "kb", "--name", "Kowloon", "--data", data, "--create"))
                .startsWith("Added provider kb");
        assertThat(BellcordProcess.processesOf(directory)).isEmpty();

        try (var broker = BellcordProcess.start(directory, Map.of(), "broker", "--embedded", "--data", data)) {
            assertThat(broker.token("kb", "riderToken")).startsWith("ey");
            // Without options ./data is meant.
            assertThat(admin("provider", "add", "metro", "--name", "Metro")).startsWith("Added provider metro");
            String token = admin("token", "issue", "--provider", "metro", "--role", "rider")
                    .strip();

            await().until(() -> letsIn(broker, "metro", token));
        }
        assertThat(BellcordProcess.processesOf(directory)).isEmpty();
    }

    @Test
    void adminMakesNoDatabaseThatNobodyAskedFor() {
        Path slip = directory.resolve("dtaa");
        try (var admin = BellcordProcess.run(
                directory, "admin", "provider", "add", "kb", "--name", "K", "--data", slip.toString())) {
            assertThat(admin.exitCode()).isEqualTo(2);

            assertThat(admin.errors().lines())
                    .singleElement()
                    .asString()
                    .startsWith("--data " + slip + " is no data directory of Bellcord")
                    .endsWith("add --create to make one");
            assertThat(slip).doesNotExist();
        }
    }

    @Test
    void tellsItsTlsAddressesWhereItHasACertificate() {
        var tls = Map.of(
                "BELLCORD_TLS_CERTIFICATE",
                TestTls.certificateFile().toString(),
                "BELLCORD_TLS_PRIVATE_KEY",
                TestTls.privateKeyFile().toString(),
                "BELLCORD_MQTT_TLS_PORT",
                "0",
                "BELLCORD_WEBSOCKET_TLS_PORT",
                "0");
        String data = directory.resolve("data").toString();
        try (var broker = BellcordProcess.start(directory, tls, "broker", "--embedded", "--data", data)) {
            assertThat(broker.ready().path("mqttTls").asText()).startsWith("mqtts://127.0.0.1:");
            assertThat(broker.ready().path("websocketTls").asText())
                    .startsWith("wss://127.0.0.1:")
                    .endsWith("/mqtt");
            try (TestClient nobody =
                    Flavour.HIVEMQ_5_TLS.create(broker.address("mqttTls"), broker.address("websocketTls"), "nobody")) {
                assertThat(nobody.connect("kb", "no token")).isNotZero();
            }
        }
    }

    private String admin(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "admin";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try (var admin = BellcordProcess.run(directory, all)) {
            assertThat(admin.exitCode()).as(admin.errors()).isZero();
            return admin.out();
        }
    }

    private static boolean letsIn(BellcordProcess broker, String provider, String token) {
        try (TestClient rider =
                Flavour.HIVEMQ_5_TCP.create(broker.address("mqtt"), broker.address("websocket"), "rider")) {
            return rider.connect(provider, token) == 0;
        }
    }

    @Test
    void runsWithServersOfOthersAndTellsNoPassword() throws Exception {
        DatabaseSettings postgres = TestPostgres.newSettings();
        try (var redis = TestRedis.start()) {
            Path config = Files.writeString(directory.resolve("my.properties"), """
                    bellcord.postgres.url = %s?ApplicationName=test
                    bellcord.postgres.user = %s
                    bellcord.postgres.password = hunter2
                    bellcord.redis.url = %s
                    """.formatted(
                            postgres.jdbcUrl(), postgres.user(), redis.uri()));
            try (var broker = BellcordProcess.start(directory, Map.of(), "broker", "--config", config.toString())) {
                assertThat(broker.ready().path("postgres").asText())
                        .isEqualTo(postgres.jdbcUrl().replace("jdbc:postgresql://", "postgresql://postgres@"));
                assertThat(broker.ready().path("redis").asText())
                        .isEqualTo(redis.uri().toString());
                assertThat(broker.ready().path("providers")).isEmpty();
                assertThat(broker.ready().has("mqttTls")).isFalse();
                assertThat(broker.ready().toString() + broker.errors()).doesNotContain("hunter2");
            }
        }
    }

    @Test
    void saysInOneLineThatThereIsNoPostgresql() {
        var nowhere = Map.of("BELLCORD_POSTGRES_URL", "jdbc:postgresql://127.0.0.1:" + FreePort.find() + "/bellcord");
        try (var broker = BellcordProcess.start(directory, nowhere, "broker")) {
            assertThat(broker.exitCode()).isEqualTo(1);

            assertThat(broker.errors().lines())
                    .singleElement()
                    .asString()
                    .startsWith("Cannot connect to PostgreSQL at jdbc:postgresql://127.0.0.1:")
                    .contains("bellcord.postgres.url", "--embedded");
        }
    }

    @Test
    void refusesOptionsOfTheEmbeddedServersWithoutThem() {
        try (var broker = BellcordProcess.start(directory, Map.of(), "broker", "--fresh")) {
            assertThat(broker.exitCode()).isEqualTo(2);

            assertThat(broker.errors()).startsWith("--fresh is about the embedded servers: add --embedded");
        }
    }
}
