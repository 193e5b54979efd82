package io.bellcord.broker.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.config.PortCheck;
import io.bellcord.broker.config.StartRefused;
import io.bellcord.broker.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class EmbeddedServersIT {
    private static final BrokerConfig.Embedded ANY_PORT = new BrokerConfig.Embedded(0, 0);

    @TempDir
    Path parent;

    private final List<Process> children = new ArrayList<>();

    @AfterEach
    void nothingIsLeftRunning() {
        children.forEach(Process::destroyForcibly);
        EmbeddedServers.erase(data());
    }

    @Test
    void keepWhatTheyAreToldOverAStopAndAStart() throws SQLException {
        try (var servers = EmbeddedServers.start(data(), ANY_PORT, List.of())) {
            sql(servers.postgresUrl(), "create table bus (id text)");
            sql(servers.postgresUrl(), "insert into bus values ('1001')");
            redis(servers.redisUri(), client -> client.set("bus", "here"));
        }

        try (var servers = EmbeddedServers.start(data(), ANY_PORT, List.of())) {
            assertThat(sql(servers.postgresUrl(), "select id from bus")).isEqualTo("1001");
            redis(servers.redisUri(), client -> assertThat(client.get("bus")).isEqualTo("here"));
        }
    }

    @Test
    void runPostgresqlSoThatACommitIsOnDisk() throws SQLException {
        try (var servers = EmbeddedServers.start(data(), ANY_PORT, List.of())) {
            assertThat(sql(servers.postgresUrl(), "show fsync")).isEqualTo("on");
            assertThat(sql(servers.postgresUrl(), "show synchronous_commit")).isEqualTo("on");
            assertThat(sql(servers.postgresUrl(), "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(sql(servers.postgresUrl(), "show server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void areStoppedWithinFiveSecondsThoughAClientIsStillConnected() throws SQLException {
        var servers = EmbeddedServers.start(data(), ANY_PORT, List.of());
        try (var client = DriverManager.getConnection(servers.postgresUrl(), servers.postgresUser(), "")) {
            assertThat(client.isValid(1)).isTrue();
            long before = System.nanoTime();

            servers.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void refuseBeforeAnythingStartsWhenPortsAreTakenAndNameThemAll() throws IOException {
        try (var mqtt = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var redis = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ports = new BrokerConfig.Embedded(FreePort.find(), redis.getLocalPort());
            var also = new PortCheck.Listener("bellcord.mqtt.port", "127.0.0.1", mqtt.getLocalPort());

            assertThatThrownBy(() -> EmbeddedServers.start(data(), ports, List.of(also)))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("port " + mqtt.getLocalPort() + " (bellcord.mqtt.port) is in use")
                    .hasMessageContaining("port " + redis.getLocalPort() + " (bellcord.embedded.redis-port) is in use");
        }
        assertThat(data().postgres()).doesNotExist();
    }

    @Test
    void leftBehindByAKilledBellcordAreStoppedAtTheNextStart() throws Exception {
        var ports = new BrokerConfig.Embedded(FreePort.find(), FreePort.find());
        var child = bellcord(ports);
        child.destroyForcibly().waitFor();
        var orphans = running();

        try (var servers = EmbeddedServers.start(data(), ports, List.of())) {
            assertThat(orphans).hasSize(2).noneMatch(ServerProcess::isRunning);
            assertThat(sql(servers.postgresUrl(), "select 'served'")).isEqualTo("served");
        }
    }

    @Test
    void areStoppedWhenBellcordIsAskedToStop() throws Exception {
        var child = bellcord(ANY_PORT);
        assertThat(running()).hasSize(2);

        child.destroy(); // SIGTERM
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(running()).isEmpty();
    }

    @Test
    void lendTheirPostgresqlToASecondProcessAndAreOtherwiseStartedForIt() throws Exception {
        bellcord(ANY_PORT);
        try (var database = EmbeddedServers.attachOrStart(data())) {
            assertThat(sql(database.url(), "create table made (by text)")).isEmpty();
        }
        assertThat(running()).hasSize(2);
        assertThat(Files.getPosixFilePermissions(data().serversFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> EmbeddedServers.start(data(), ANY_PORT, List.of()))
                .hasMessageContaining("in use by another Bellcord (process "
                        + children.getFirst().pid() + ")");
        children.getFirst().destroy();
        children.getFirst().waitFor();

        try (var database = EmbeddedServers.attachOrStart(data())) {
            assertThat(sql(database.url(), "select count(*) from made")).isEqualTo("0");
        }
        assertThat(running()).isEmpty();
    }

    @Test
    void neverStopAStrangerWhoHasTheirProcessId() throws IOException {
        var stranger = new ProcessBuilder("sleep", "60").start();
        children.add(stranger);
        try (var servers = EmbeddedServers.start(data(), ANY_PORT, List.of())) {
            assertThat(servers.redisUri().getPort()).isPositive();
        }
        Files.writeString(data().postgres().resolve("postmaster.pid"), stranger.pid() + "\n");
        Files.writeString(data().redis().resolve("redis.pid"), stranger.pid() + "\n");

        EmbeddedServers.start(data(), ANY_PORT, List.of()).close();

        assertThat(stranger.isAlive()).isTrue();
    }

    private DataDirectory data() {
        return DataDirectory.at(parent.resolve("data of mine"));
    }

    /** Another process that runs both servers, ready. */
    private Process bellcord(BrokerConfig.Embedded ports) throws IOException {
        var command = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                ServersInAnotherProcess.class.getName(),
                data().path().toString(),
                Integer.toString(ports.postgresPort()),
                Integer.toString(ports.redisPort()));
        var child = new ProcessBuilder(command).inheritIO().start();
        children.add(child);
        Awaitility.await().until(() -> Files.exists(data().serversFile()));
        return child;
    }

    private List<ProcessHandle> running() {
        var found = new ArrayList<ProcessHandle>();
        ServerProcess.find(data().postgres().resolve("postmaster.pid"), data().postgres())
                .ifPresent(found::add);
        ServerProcess.find(data().redis().resolve("redis.pid"), data().redis().resolve("redis.conf"))
                .ifPresent(found::add);
        return found;
    }

    private static void redis(URI uri, Consumer<RedisClient> use) {
        try (var client = RedisClient.create(uri)) {
            use.accept(client);
        }
    }

    /** The first column of the first row, if there is one. */
    private static String sql(String url, String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(url, "postgres", "");
                var executed = connection.createStatement()) {
            if (!executed.execute(statement)) {
                return "";
            }
            executed.getResultSet().next();
            return executed.getResultSet().getString(1);
        }
    }
}
