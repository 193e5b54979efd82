package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.accounts.Passwords;
import io.bellcord.broker.accounts.User;
import io.bellcord.broker.accounts.UserRepository;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.BellcordProcess;
import io.bellcord.broker.testing.CapturedLog;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.Forged;
import io.bellcord.broker.testing.HttpApi;
import io.bellcord.broker.testing.Intruder;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.transit.ProviderId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whoever reads the log can log in as nobody and learns nothing that was sent, at the finest level of our own loggers. */
class SecretsInLogsIT {
    private static final String CANARY = "payload-canary-7f3a";
    private static final String PASSWORD = "hunter2-password-canary";

    /** Of a secret, any piece of this length is too much. */
    private static final int PIECE = 16;

    @Test
    void noLineHoldsATokenAKeyAPasswordOrAPayload() {
        Logger ours = (Logger) LoggerFactory.getLogger("io.bellcord");
        Level before = ours.getEffectiveLevel();
        ours.setLevel(Level.TRACE);
        List<String> secrets = new ArrayList<>(List.of(CANARY, PASSWORD));
        try (CapturedLog log = CapturedLog.everything();
                TestBroker broker = TestBroker.start(Map.of("bellcord.mqtt.connect-timeout", "60s"))) {
            secrets.addAll(keys(broker));
            secrets.addAll(logIn(broker));
            secrets.addAll(logInOverHttp(broker));
            report(broker);
            breakOff(broker);
            broker.providers().setEnabled(new ProviderId("closing"), false);
            broker.restart();

            List<String> lines = log.take();
            assertThat(lines).anyMatch(line -> line.contains("Ready mqtt=")); // so that this could fail
            assertThat(lines).anyMatch(line -> line.startsWith("[DEBUG]"));
            assertNoneOf(secrets, String.join("\n", lines));
        } finally {
            ours.setLevel(before);
        }
    }

    @Test
    void theProgramPrintsNoneEither(@TempDir Path directory) {
        List<String> secrets = new ArrayList<>(List.of(CANARY, PASSWORD));
        BellcordProcess demo = BellcordProcess.start(
                directory,
                Map.of("BELLCORD_LOG_LEVEL", "DEBUG"),
                "demo",
                "--buses",
                "0",
                "--data",
                directory.resolve("data").toString());
        try (demo) {
            String token = demo.token("cam", "driverToken");
            secrets.addAll(List.of(token.split("\\.")).subList(1, 3));
            for (String password : List.of(token, token + "x", PASSWORD)) {
                try (Intruder client = new Intruder(new RawMqtt(demo.address("mqtt")), true)) {
                    if (client.connect("logs", "cam", password) == 0) {
                        client.publish(0x02, "bus/cam/logs", RawMqtt.bytes(), position());
                        client.publish(0x02, "bus/cam/logs", RawMqtt.bytes(), CANARY);
                    }
                }
            }
        }
        assertThat(demo.errors()).contains(" INFO ");
        assertNoneOf(secrets, demo.errors());
        // Its ready line may tell a person the way in; that is what the demo is for. Payloads it may not.
        assertThat(demo.out()).doesNotContain(CANARY, PASSWORD);
    }

    /** Shared secrets, as they stand in PostgreSQL and as the bytes that they mean. */
    private static List<String> keys(TestBroker broker) {
        return broker.providers().list().stream()
                .flatMap(provider -> provider.keys().stream())
                .filter(key -> key.algorithm().isShared())
                .flatMap(key -> Stream.of(
                        key.material(),
                        Base64.getUrlEncoder()
                                .encodeToString(Base64.getDecoder().decode(key.material()))))
                .toList();
    }

    /** Every way of coming in, good and bad, in both versions; returns what was shown. */
    private static List<String> logIn(TestBroker broker) {
        List<String> passwords = new ArrayList<>(List.of(
                PASSWORD,
                Forged.expired(broker),
                Forged.unsigned(),
                Forged.byAnotherTenant(broker),
                Forged.otherAlgorithm(broker),
                Forged.publicKeyAsSecret(broker),
                Forged.withClaim(broker, "tokenType", "refresh"),
                Forged.withClaim(broker, "role", "admin"),
                broker.token("other", Role.RIDER),
                broker.trackerToken("kb", "1")));
        Stream.of(Role.RIDER, Role.DRIVER, Role.OPERATOR)
                .map(role -> broker.token("kb", role))
                .forEach(passwords::add);
        passwords.add(passwords.getLast().substring(1));
        passwords.add(passwords.getLast() + PASSWORD);
        for (boolean mqtt5 : new boolean[] {false, true}) {
            for (String password : passwords) {
                for (String username : List.of("kb", "rsa", "disabled", PASSWORD)) {
                    try (Intruder client = new Intruder(broker.raw(), mqtt5)) {
                        client.connect("logs", username, password);
                    }
                }
            }
        }
        return secretPartsOf(passwords);
    }

    private static List<String> secretPartsOf(List<String> tokens) {
        return tokens.stream()
                .flatMap(token ->
                        Stream.of(token.split("\\.")).skip(token.contains(".") ? 1 : 0)) // the header is no secret
                .toList();
    }

    /** Every call with a password or a token, good and bad; returns what was shown and what was answered. */
    private static List<String> logInOverHttp(TestBroker broker) {
        new UserRepository(broker.database())
                .add(new User("kim", new ProviderId("kb"), Role.DRIVER, Passwords.hash(PASSWORD), true));
        List<String> tokens = new ArrayList<>();
        try (HttpApi http = new HttpApi(() -> broker.broker().http())) {
            String login = "{\"provider\":\"kb\",\"id\":\"kim\",\"password\":\"" + PASSWORD + "\"}";
            http.post("/auth/login", login.replace("kim", "nobody"));
            http.post("/auth/login", login.replace(PASSWORD, PASSWORD + "x"));
            http.post("/auth/login", login.substring(1));
            JsonNode in = http.post("/auth/login", login).data();
            tokens.addAll(List.of(
                    in.path("accessToken").asText(), in.path("refreshToken").asText()));
            JsonNode again = refresh(http, tokens.getLast()).data();
            assertThat(refresh(http, tokens.getLast()).error()).isEqualTo("token_reused");
            tokens.addAll(List.of(
                    again.path("accessToken").asText(),
                    again.path("refreshToken").asText()));
            for (String token : tokens) {
                for (String shown : List.of(token, token + "x", token.substring(1))) {
                    refresh(http, shown);
                    http.post("/auth/authenticate", "{\"provider\":\"kb\",\"token\":\"" + shown + "\"}");
                    http.post(
                            "/bus/location",
                            "{\"providerId\":\"kb\",\"busId\":\"1\",\"location\":{\"latitude\":\"" + CANARY
                                    + "\",\"longitude\":1}}",
                            "Authorization",
                            "Bearer " + shown);
                }
            }
        }
        assertThat(tokens).hasSize(4).allMatch(token -> token.length() > 100);
        return secretPartsOf(tokens);
    }

    private static HttpApi.Answer refresh(HttpApi http, String token) {
        return http.post("/auth/authenticate/refresh", "{\"provider\":\"kb\",\"token\":\"" + token + "\"}");
    }

    /** Good and bad positions in every dialect, on every topic; wills too. */
    private static void report(TestBroker broker) {
        try (Intruder tracker = new Intruder(broker.raw(), true)) {
            tracker.connect("logs", "kb", broker.trackerToken("kb", "1"), new Intruder.Will("bus/kb/1", position()));
            for (String payload : List.of(
                    position(),
                    position().replace("\"lat\":43.7", "\"lat\":\"" + CANARY + "\""),
                    CANARY,
                    "{\"" + CANARY,
                    "{\"ts\":1,\"fw\":\"" + CANARY + "\"}",
                    "{\"busId\":\"" + CANARY + "\",\"location\":{\"latitude\":\"" + CANARY + "\",\"longitude\":1}}",
                    "{\"_type\":\"location\",\"tst\":1,\"tid\":\"" + CANARY + "\"}",
                    "{\"VP\":{\"desi\":\"" + CANARY + "\"}}")) {
                for (String topic : List.of("bus/kb/1", "bus/other/1", "bus/kb/1/state")) {
                    tracker.publish(0x02, topic, RawMqtt.bytes(), payload);
                    tracker.publish(0x05, topic, RawMqtt.bytes(), payload);
                }
            }
            tracker.ping().reset(); // its will is due
        }
        await().until(() -> broker.metrics().contains("bellcord_connections 0.0"));
    }

    private static void breakOff(TestBroker broker) {
        byte[] token = broker.token("kb", Role.RIDER).getBytes(StandardCharsets.UTF_8);
        for (byte[] bytes : List.of(
                token,
                RawMqtt.publish(1, "bus/kb/1", CANARY),
                RawMqtt.packet(0x10, RawMqtt.text("MQTT"), RawMqtt.bytes(5, 0xFF, 0, 60), token),
                RawMqtt.packet(0x1F, RawMqtt.text("MQTT"), token))) {
            try (RawMqtt client = broker.raw()) {
                client.send(bytes).isClosedByPeer();
            }
        }
        try (Intruder client = new Intruder(broker.raw(), true)) {
            client.connect("logs", "kb", broker.token("kb", Role.RIDER));
            client.subscribe(List.of("$share/g/" + CANARY, CANARY, "bus/kb/1"));
        }
    }

    private static String position() {
        return Fixes.json(Fixes.now(), 43.7)
                .replace("}", ",\"fw\":\"" + CANARY + "\",\"ext\":{\"x\":\"" + CANARY + "\"}}");
    }

    /** None of them, and of the long ones no piece: half a signature halves the work of guessing it. */
    private static void assertNoneOf(List<String> secrets, String log) {
        for (String secret : secrets) {
            if (secret.length() < PIECE) {
                continue;
            }
            for (int from = 0; from + PIECE <= secret.length(); from += PIECE / 2) {
                assertThat(log.contains(secret.substring(from, from + PIECE)))
                        .as("the log holds a piece of a secret of %d characters, from %d on", secret.length(), from)
                        .isFalse();
            }
        }
    }
}
