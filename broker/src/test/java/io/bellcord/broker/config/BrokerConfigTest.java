package io.bellcord.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerConfigTest {
    @TempDir
    Path directory;

    @Test
    void isCompleteWithoutAFile() {
        var config = BrokerConfig.defaults();

        assertThat(config.mqtt())
                .isEqualTo(new BrokerConfig.Mqtt("0.0.0.0", 1883, Duration.ofSeconds(10), 16_384, 1_000, false));
        assertThat(config.ingest())
                .isEqualTo(new BrokerConfig.Ingest(8_192, Duration.ofMinutes(1), Duration.ofHours(3), 20_000, "keep"));
        assertThat(config.feed().tick()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.redis().urls()).containsExactly(URI.create("redis://127.0.0.1:6379"));
    }

    @Test
    void takesWhatTheFileSays() {
        var config = load("bellcord.mqtt.port = 2883", "", "# a comment", "bellcord.feed.tick: 0");

        assertThat(config.mqtt().port()).isEqualTo(2883);
        assertThat(config.feed().tick()).isZero();
        assertThat(config.http().port()).isEqualTo(8080);
    }

    @Test
    void letsTheEnvironmentWinOverTheFileAndAnOptionOverBoth() {
        var file = file("bellcord.mqtt.port = 1", "bellcord.http.port = 2", "bellcord.postgres.pool-size = 3");

        var config = BrokerConfig.load(
                Optional.of(file),
                Map.of("BELLCORD_MQTT_PORT", "11", "BELLCORD_POSTGRES_POOL_SIZE", "13"),
                Map.of("bellcord.mqtt.port", "21"));

        assertThat(config.mqtt().port()).isEqualTo(21);
        assertThat(config.http().port()).isEqualTo(2);
        assertThat(config.postgres().poolSize()).isEqualTo(13);
    }

    @Test
    void movesOnlyThePortsThatNobodySet() {
        var config = BrokerConfig.load(
                Optional.of(file("bellcord.http.port = 80")), Map.of(), Map.of("bellcord.port-offset", "100"));

        assertThat(config.mqtt().port()).isEqualTo(1983);
        assertThat(config.websocket().port()).isEqualTo(8183);
        assertThat(config.http().port()).isEqualTo(80);
        assertThat(config.embedded()).isEqualTo(new BrokerConfig.Embedded(15_532, 16_479));
    }

    @Test
    void tellsAllMistakesAtOnceEachWithItsLineItsValueAndTheWayOut() {
        var file = file(
                "bellcord.mqtt.port = 70000",
                "bellcord.feed.tick = 90",
                "",
                "bellcord.mqtt.max-filter = 10",
                "bellcord.http.port = eighty",
                "bellcord.ingest.max-payload = 8 kB",
                "bellcord.states.stale-after = 5 parsecs",
                "bellcord.websocket.path = mqtt",
                "colour = red");

        assertThatThrownBy(() -> BrokerConfig.load(Optional.of(file), Map.of(), Map.of()))
                .isInstanceOf(ConfigProblems.class)
                .hasMessage("""
                        Cannot start: 8 problems in %s
                          line 1  bellcord.mqtt.port           "70000" is out of range: write 0 to 65535
                          line 2  bellcord.feed.tick           "90" has no unit: write 90ms, 90s, 90m or 90h
                          line 4  bellcord.mqtt.max-filter     is not a setting: did you mean bellcord.mqtt.max-filters?
                          line 5  bellcord.http.port           "eighty" is not a whole number: write 0 to 65535
                          line 6  bellcord.ingest.max-payload  "8 kB" is not a size: write 8192, 8KiB or 1MiB
                          line 7  bellcord.states.stale-after  "5 parsecs" has no such unit: write 5ms, 5s, 5m or 5h
                          line 8  bellcord.websocket.path      "mqtt" is not a path: write one that starts with /, as in /mqtt
                          line 9  colour                       is not a setting: remove it""".formatted(file));
    }

    @Test
    void namesTheEnvironmentVariableAWrongValueCameFrom() {
        var file = file("bellcord.feed.tick = 90");

        assertThatThrownBy(() -> BrokerConfig.load(
                        Optional.of(file), Map.of("BELLCORD_MQTT_PORT", "x", "BELLCORD_MQTT_PROT", "1"), Map.of()))
                .hasMessage("""
                        Cannot start: 3 problems in the environment and %s
                          environment  BELLCORD_MQTT_PROT  is not a setting: did you mean BELLCORD_MQTT_PORT?
                          environment  BELLCORD_MQTT_PORT  "x" is not a whole number: write 0 to 65535
                          line 1       bellcord.feed.tick  "90" has no unit: write 90ms, 90s, 90m or 90h""".formatted(file));
    }

    @Test
    void takesAValueFromTheFileThatAVariableNames() throws IOException {
        Path secret = Files.writeString(directory.resolve("password"), "s3cret\n");

        var config = BrokerConfig.load(
                Optional.of(file("bellcord.postgres.password = old")),
                Map.of("BELLCORD_POSTGRES_PASSWORD_FILE", secret.toString()),
                Map.of());

        assertThat(config.postgres().password()).isEqualTo("s3cret");
    }

    @Test
    void tellsWhichFileOfAVariableItCannotUse() throws IOException {
        Path huge = Files.write(directory.resolve("huge"), new byte[65_537]);
        Path port = Files.writeString(directory.resolve("port"), "2883");
        var environment = Map.of(
                "BELLCORD_POSTGRES_PASSWORD_FILE",
                "/none/password",
                "BELLCORD_CREDENTIALS_KEY_FILE",
                huge.toString(),
                "BELLCORD_REDIS_URL_FILE",
                directory.toString(),
                "BELLCORD_REDIS_URL_FIEL",
                "x",
                "BELLCORD_MQTT_PORT",
                "1883",
                "BELLCORD_MQTT_PORT_FILE",
                port.toString());

        assertThatThrownBy(() -> BrokerConfig.load(Optional.empty(), environment, Map.of()))
                .hasMessageStartingWith("Cannot start: 5 problems in the environment")
                .hasMessageContaining("BELLCORD_MQTT_PORT_FILE          is set beside BELLCORD_MQTT_PORT: keep one")
                .hasMessageContaining("\"/none/password\" does not exist: name a file that holds the value")
                .hasMessageContaining("\"" + huge + "\" is larger than 64KiB")
                .hasMessageContaining("\"" + directory + "\" cannot be read")
                .hasMessageContaining("is not a setting: did you mean BELLCORD_REDIS_URL_FILE?");
    }

    @Test
    void leavesOtherPeoplesVariablesAlone() {
        var kubernetes = Map.of(
                "BELLCORD_PORT", "tcp://10.0.0.1:1883",
                "BELLCORD_SERVICE_HOST", "10.0.0.1",
                "BELLCORD_PORT_1883_TCP_ADDR", "10.0.0.1",
                "BELLCORD_JAVA_OPTS", "-Xmx1g",
                "BELLCORD_JAVA_HOME", "/opt/jdk");

        assertThat(BrokerConfig.load(Optional.empty(), kubernetes, Map.of())).isEqualTo(BrokerConfig.defaults());
    }

    @Test
    void tellsASettingThatIsMadeTwice() {
        assertThatThrownBy(() -> load("bellcord.http.port = 1", "bellcord.http.port = 2"))
                .hasMessageEndingWith("line 2  bellcord.http.port  is already set in line 1: keep one");
    }

    @Test
    void tellsWhatDoesNotFitTogether() {
        assertThatThrownBy(() -> load(
                        "bellcord.ingest.max-payload = 16KiB",
                        "bellcord.states.offline-after = 10s",
                        "bellcord.http.port = 1883"))
                .hasMessageEndingWith("""
                          line 1  bellcord.ingest.max-payload    does not fit into bellcord.mqtt.max-packet: lower it, or raise the other
                            line 2  bellcord.states.offline-after  is shorter than bellcord.states.stale-after: raise it, or lower the other
                            line 3  bellcord.http.port             1883 is also bellcord.mqtt.port: give each its own port""");
    }

    @Test
    void leavesTimeToWriteWhatWaits() {
        assertThatThrownBy(() -> load("bellcord.shutdown.drain = 9s"))
                .hasMessageEndingWith("line 1  bellcord.shutdown.drain  leaves bellcord.shutdown.grace no time within "
                        + "bellcord.shutdown.limit: lower it, or raise that");
        assertThatThrownBy(() -> load("bellcord.shutdown.limit = 7s"))
                .hasMessageContaining(
                        "is not longer than bellcord.shutdown.drain and bellcord.shutdown.grace together");
    }

    @Test
    void wantsACertificateAndItsKeyOrNeither() {
        assertThatThrownBy(() -> load("bellcord.http.port = 80", "bellcord.tls.certificate = /etc/tls.crt"))
                .hasMessageEndingWith("line 2  bellcord.tls.certificate  needs bellcord.tls.private-key: set both, or "
                        + "neither for no TLS");
        assertThatThrownBy(() -> load("bellcord.tls.private-key = /etc/tls.key"))
                .hasMessageEndingWith("line 1  bellcord.tls.private-key  needs bellcord.tls.certificate: set both, or "
                        + "neither for no TLS");

        assertThat(load().tls().files()).isEmpty();
        assertThat(load("bellcord.tls.certificate = /c", "bellcord.tls.private-key = /k")
                        .tls()
                        .files())
                .hasValue(new BrokerConfig.Tls.Files(Path.of("/c"), Path.of("/k")));
    }

    @Test
    void letsThePortsOfTlsClashOnlyWhereTheyAreOpened() {
        String clash = "bellcord.mqtt.tls-port = 8083";

        assertThat(load(clash).tls().port()).isEqualTo(8083);
        assertThatThrownBy(() -> load("bellcord.tls.certificate = /c", "bellcord.tls.private-key = /k", clash))
                .hasMessageContaining("8083 is also bellcord.websocket.port: give each its own port");
    }

    @Test
    void neverRepeatsAPassword() {
        var file = file("bellcord.redis.url = redis//:s3cret@host", "bellcord.postgres.url = s3cret");
        var config = load(
                "bellcord.postgres.password = s3cret", "bellcord.redis.url = rediss://me:s3cret@redis.example:6380/1");

        assertThat(config.postgres().password()).isEqualTo("s3cret");
        assertThat(config.toString()).doesNotContain("s3cret").contains("rediss://redis.example:6380/1");
        assertThatThrownBy(() -> BrokerConfig.load(Optional.of(file), Map.of(), Map.of()))
                .hasMessageNotContaining("s3cret")
                .hasMessageContaining("write redis://HOST:6379")
                .hasMessageContaining("write jdbc:postgresql://HOST:5432/DATABASE");
    }

    @Test
    void takesSeveralServersOfOneRedisCluster() {
        var config = load("bellcord.redis.url = rediss://me:a,b@one:6380, rediss://me:a,b@two:6381");

        assertThat(config.redis().urls())
                .containsExactly(URI.create("rediss://me:a,b@one:6380"), URI.create("rediss://me:a,b@two:6381"));
        assertThat(config.redis().safeUrl()).isEqualTo("rediss://one:6380,rediss://two:6381");
    }

    @Test
    void takesNoRedisOfWhichHalfIsOverTls() {
        assertThatThrownBy(() -> load("bellcord.redis.url = rediss://one:6380, redis://two:6381"))
                .hasMessageContaining("rediss:// for TLS (for all of them)");
        assertThatThrownBy(() -> load("bellcord.redis.authority = /etc/redis-ca.crt"))
                .hasMessageContaining("needs rediss:// in bellcord.redis.url");
        assertThat(load("bellcord.redis.authority = /ca.crt", "bellcord.redis.url = rediss://one")
                        .redis()
                        .authority())
                .contains(Path.of("/ca.crt"));
    }

    @Test
    void saysThatTheFileIsMissing() {
        var missing = directory.resolve("none.properties");

        assertThatThrownBy(() -> BrokerConfig.load(Optional.of(missing), Map.of(), Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessage("Cannot start: cannot read " + missing + ": there is no such file");
    }

    private BrokerConfig load(String... lines) {
        return BrokerConfig.load(Optional.of(file(lines)), Map.of(), Map.of());
    }

    private Path file(String... lines) {
        try {
            return Files.writeString(
                    Files.createTempFile(directory, "bellcord", ".properties"), String.join("\n", lines));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
