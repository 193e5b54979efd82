package io.bellcord.broker.embedded;

import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.config.PortCheck;
import io.bellcord.broker.config.PortCheck.Listener;
import io.bellcord.broker.config.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL and Redis of our own, on loopback, with their data in one directory. */
public final class EmbeddedServers implements AutoCloseable {
    static final String POSTGRES_USER = "postgres";
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServers.class);

    private final DataDirectory data;
    private final DataLock lock;
    private final PostgresServer postgres;
    private final RedisServer redis;
    private final BrokerConfig.Embedded ports;

    private EmbeddedServers(
            DataDirectory data,
            DataLock lock,
            PostgresServer postgres,
            RedisServer redis,
            BrokerConfig.Embedded ports) {
        this.data = data;
        this.lock = lock;
        this.postgres = postgres;
        this.redis = redis;
        this.ports = ports;
    }

    /**
     * Starts both and returns when they accept connections. Servers that a killed Bellcord left behind are stopped
     * first; only then can be told which ports are taken by somebody else.
     *
     * @param ports 0 for any free port
     * @param alsoNeeded other ports that are opened later, so that all that are taken are told at once
     * @throws StartRefused when another Bellcord uses the directory or ports are taken; nothing was started then
     * @throws ServerFailed when a server does not start, with the end of its log
     */
    public static EmbeddedServers start(DataDirectory data, BrokerConfig.Embedded ports, List<Listener> alsoNeeded) {
        DataLock lock = data.lock();
        try {
            var binaries = Binaries.forUser(System.getenv(), data.path());
            var postgres = PostgresServer.of(data, binaries);
            var redis = RedisServer.of(data);
            stopLeftOvers(postgres, redis);
            var needed = new ArrayList<>(alsoNeeded);
            needed.addAll(PortCheck.ofEmbedded(ports));
            PortCheck.requireFree(needed);
            var servers = new EmbeddedServers(data, lock, postgres, redis, chosen(ports));
            servers.open(binaries);
            return servers;
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private void open(Binaries binaries) {
        try {
            redis.start(binaries, ports.redisPort());
            postgres.start(ports.postgresPort());
            ServersFile.write(data.serversFile(), postgresUrl(), redisUri().toString());
        } catch (RuntimeException | Error e) {
            Closing.all(redis, postgres);
            throw e;
        }
        log.info("Embedded servers ready data={} postgres={} redis={}", data.path(), ports.postgresPort(), redisUri());
    }

    private static void stopLeftOvers(PostgresServer postgres, RedisServer redis) {
        redis.close();
        postgres.stopLeftOver();
    }

    /**
     * Deletes all that the servers keep.
     *
     * @throws StartRefused when another Bellcord uses the directory, or it is not one of ours
     */
    public static void erase(DataDirectory data) {
        try (DataLock lock = data.lock()) {
            var binaries = Binaries.forUser(System.getenv(), data.path());
            stopLeftOvers(PostgresServer.of(data, binaries), RedisServer.of(data));
            data.erase(lock);
        }
    }

    /**
     * The PostgreSQL of the Bellcord that runs with this directory or, when none does, one that is started until the
     * result is closed: what an admin command needs, either way.
     */
    public static DatabaseAccess attachOrStart(DataDirectory data) {
        DataLock lock;
        try {
            lock = data.lock();
        } catch (DataLock.Taken e) {
            return attach(data);
        }
        try {
            var binaries = Binaries.forUser(System.getenv(), data.path());
            var postgres = PostgresServer.of(data, binaries);
            postgres.stopLeftOver();
            int port = freePort();
            postgres.start(port);
            return new DatabaseAccess(postgresUrl(port), () -> Closing.all(postgres, lock));
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static DatabaseAccess attach(DataDirectory data) {
        return ServersFile.readPostgresUrl(data.serversFile())
                .map(url -> new DatabaseAccess(url, () -> {}))
                .orElseThrow(() -> new StartRefused("Another Bellcord works on " + data.path()
                        + " and its PostgreSQL is not ready: try again in a moment"));
    }

    /** For JDBC. */
    public String postgresUrl() {
        return postgresUrl(ports.postgresPort());
    }

    private static String postgresUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String postgresUser() {
        return POSTGRES_USER;
    }

    public URI redisUri() {
        return RedisServer.uri(ports.redisPort());
    }

    private static BrokerConfig.Embedded chosen(BrokerConfig.Embedded ports) {
        return new BrokerConfig.Embedded(
                ports.postgresPort() == 0 ? freePort() : ports.postgresPort(),
                ports.redisPort() == 0 ? freePort() : ports.redisPort());
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops Redis, then PostgreSQL, within five seconds. */
    @Override
    public void close() {
        Closing.all(() -> ServersFile.delete(data.serversFile()), redis, postgres, lock);
    }
}
