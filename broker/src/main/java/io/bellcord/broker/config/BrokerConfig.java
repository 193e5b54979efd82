package io.bellcord.broker.config;

import io.bellcord.broker.limits.Networks;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All that an operator can set, checked. {@code config/bellcord.properties} says what each setting is for. */
public record BrokerConfig(
        Mqtt mqtt,
        WebSocket websocket,
        Tls tls,
        Limits limits,
        Http http,
        LiveMap map,
        Accounts accounts,
        Postgres postgres,
        Credentials credentials,
        Jwks jwks,
        Redis redis,
        Cluster cluster,
        Embedded embedded,
        Ingest ingest,
        Positions positions,
        Feed feed,
        GtfsRealtime gtfsRealtime,
        States states,
        Shutdown shutdown,
        Log log) {

    /**
     * The door for trackers and riders.
     *
     * @param port 0 for any free one
     * @param connectTimeout how long a new connection may stay silent before its CONNECT
     * @param maxPacket bytes of one MQTT packet
     * @param maxFilters topic filters one client may subscribe to
     * @param proxyProtocol whether each connection begins with a PROXY header
     */
    public record Mqtt(
            String host, int port, Duration connectTimeout, int maxPacket, int maxFilters, boolean proxyProtocol) {}

    /** MQTT for browsers, at the host of {@link Mqtt}. */
    public record WebSocket(int port, String path, boolean proxyProtocol) {}

    /**
     * What clients are held to.
     *
     * @param trustedNetworks that what counts by address does not apply to
     * @param keepAlive the longest; zero for any
     */
    public record Limits(
            Connections connections,
            Networks trustedNetworks,
            FailedLogins failedLogins,
            Duration keepAlive,
            Publishes publishes,
            Packets packets) {

        /**
         * How many connections.
         *
         * @param publicPercent of a provider's places that riders without a token may fill
         * @param connectRate new ones per second and address
         * @param connectBurst new ones at once of an address
         */
        public record Connections(
                int total, int perAddress, int perProvider, int publicPercent, int connectRate, int connectBurst) {
            /** How many of a provider's places riders without a token may fill; one at least, if any. */
            public int publicRiders() {
                return (int) Math.ceilDiv((long) perProvider * publicPercent, 100L);
            }
        }

        /**
         * How failed logins are slowed down.
         *
         * @param forgiven failures of an address that are answered at once
         * @param block failures at which a token is not looked at for a while
         * @param forget the time in which one failure is forgotten
         * @param delay the longest
         */
        public record FailedLogins(int forgiven, int block, Duration forget, Duration delay) {}

        /**
         * How often one tracker may publish.
         *
         * @param rate per second; zero for any
         */
        public record Publishes(int rate, int burst) {}

        /**
         * What packets may hold.
         *
         * @param topicLength characters of a topic
         * @param heldBytes of what follows CONNECT before CONNACK
         * @param unreadBytes of answers that a client does not read
         */
        public record Packets(int topicLength, int topicLevels, int filters, int heldBytes, int unreadBytes) {}
    }

    /**
     * The same over TLS, at the host of {@link Mqtt}.
     *
     * @param port for MQTT
     * @param webSocketPort for MQTT over WebSocket
     * @param proxyProtocol whether each connection to the first begins with a PROXY header
     * @param webSocketProxyProtocol the same of the second
     * @param files the certificate and its key; empty for no TLS, and then the ports are not opened
     * @param reloadInterval how often the files are looked at
     */
    public record Tls(
            int port,
            int webSocketPort,
            boolean proxyProtocol,
            boolean webSocketProxyProtocol,
            Optional<Files> files,
            Duration reloadInterval) {
        /** In PEM. */
        public record Files(Path certificate, Path privateKey) {}
    }

    /**
     * Health, metrics, accounts, the API.
     *
     * @param connections at once; more wait to be accepted
     * @param connectionsPerAddress more are closed
     * @param requestTimeout so long a connection may be without an answered request
     * @param corsOrigins of web pages that may call; {@code *} for all
     */
    public record Http(
            String host,
            int port,
            int connections,
            int connectionsPerAddress,
            Duration requestTimeout,
            List<String> corsOrigins,
            Calls calls,
            Streams streams) {
        /**
         * How often one caller may use the API.
         *
         * @param rate per second; zero for any
         */
        public record Calls(int rate, int burst) {}

        /** How many event streams there may be. */
        public record Streams(int total, int perProvider) {}
    }

    /**
     * The map that riders open.
     *
     * @param base a tile server's template, {@code monaco} for the outline that comes with Bellcord, or {@code none}
     * @param attribution who made the base map; an address at its end is where the words lead
     * @param websocket where browsers reach MQTT over WebSocket; empty for this machine's own listener
     * @param frameAncestors origins of pages that may show the map in a frame; {@code *} for all
     */
    public record LiveMap(String base, String attribution, Optional<URI> websocket, List<String> frameAncestors) {}

    /** How long the tokens last that a login answers. */
    public record Accounts(Duration accessTokenLifetime, Duration refreshTokenLifetime) {}

    /** Where the providers are kept. */
    public record Postgres(String url, String user, String password, int poolSize) {
        @Override
        public String toString() {
            return "Postgres[url=" + url + ", user=" + user + ", poolSize=" + poolSize + "]";
        }
    }

    /**
     * How the secrets of trackers are kept.
     *
     * @param key that hashes them, in base64; empty for the one in PostgreSQL
     */
    public record Credentials(String key) {
        @Override
        public String toString() {
            return "Credentials[isSet=" + !key.isEmpty() + "]";
        }
    }

    /**
     * Keys that providers publish.
     *
     * @param refresh how often they are read again
     * @param grace how long a key counts that is published no more
     */
    public record Jwks(Duration refresh, Duration grace) {}

    /**
     * Where the last locations are kept.
     *
     * @param urls at least one, all with TLS or none; of a cluster those of some of its servers
     * @param authority a file of who has signed the servers' certificates; empty for whom Java trusts
     */
    public record Redis(List<URI> urls, Optional<Path> authority) {
        boolean isOverTls() {
            return "rediss".equals(urls.getFirst().getScheme());
        }

        @Override
        public String toString() {
            return "Redis[url=" + safeUrl() + "]";
        }

        /** The addresses without user and password, for logs. */
        public String safeUrl() {
            return urls.stream().map(Redis::safe).collect(Collectors.joining(","));
        }

        private static String safe(URI url) {
            String database = url.getPath() == null ? "" : url.getPath();
            String port = url.getPort() < 0 ? "" : ":" + url.getPort();
            return url.getScheme() + "://" + url.getHost() + port + database;
        }
    }

    /**
     * How nodes share what they receive.
     *
     * @param linger how long a provider's positions still come from other nodes after its last rider here has gone
     */
    public record Cluster(Duration linger) {}

    /** Ports of the PostgreSQL and Redis that come with Bellcord; used with {@code --embedded} only. */
    public record Embedded(int postgresPort, int redisPort) {}

    /**
     * Which positions are taken.
     *
     * @param maxPayload bytes of one tracker message
     * @param maxFuture how far a fix time may be ahead of our clock
     * @param maxAge how old a fix may be
     * @param maxBuses of one provider
     * @param unknownTrips what becomes of trips that the provider's GTFS does not know: keep, drop or refuse
     */
    public record Ingest(int maxPayload, Duration maxFuture, Duration maxAge, int maxBuses, String unknownTrips) {}

    /**
     * How long a last location is kept.
     *
     * @param retention after which a bus without a fix is forgotten
     */
    public record Positions(Duration retention) {}

    /**
     * How riders are served.
     *
     * @param tick how often a rider gets news; zero for at once
     * @param minInterval the shortest time between two frames for riders who do not say; zero for every tick
     * @param routeInterval the time between two messages of a route
     * @param sendBuffer bytes that the system may keep for a rider who does not read
     */
    public record Feed(Duration tick, Duration minInterval, Duration routeInterval, int sendBuffer) {}

    /**
     * The feed of vehicle positions in GTFS-Realtime.
     *
     * @param interval the shortest time between two messages of it over MQTT
     * @param maxAge of a fix that is in it
     */
    public record GtfsRealtime(Duration interval, Duration maxAge) {}

    /** When a bus without a fix counts as stale, and when as offline. */
    public record States(Duration staleAfter, Duration offlineAfter) {}

    /**
     * How Bellcord stops.
     *
     * @param drain the longest time over which clients are told to go
     * @param grace how long positions that wait for Redis get to be written
     * @param limit for all of it: the process then ends as it is
     */
    public record Shutdown(Duration drain, Duration grace, Duration limit) {}

    /**
     * What the log tells, and how.
     *
     * @param level in capitals, as {@code INFO}
     * @param format {@code text} or {@code json}
     */
    public record Log(String level, String format) {}

    /**
     * Reads and checks everything.
     *
     * @param file the properties file; the defaults alone when there is none
     * @param environment as {@link System#getenv()} gives it; wins over the file
     * @param overrides from command line options, by setting key; win over both
     * @throws ConfigProblems telling every mistake at once
     */
    public static BrokerConfig load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        var values = new Values();
        file.ifPresent(values::addFile);
        values.addEnvironment(environment);
        values.addOptions(overrides);
        return ConfigReading.read(new SettingsReader(values));
    }

    /** The defaults. */
    public static BrokerConfig defaults() {
        return load(Optional.empty(), Map.of(), Map.of());
    }

    /** The same with the servers that were started for it, rather than those configured. */
    public BrokerConfig withServers(String postgresUrl, String postgresUser, URI redisUrl) {
        return new BrokerConfig(
                mqtt,
                websocket,
                tls,
                limits,
                http,
                map,
                accounts,
                new Postgres(postgresUrl, postgresUser, "", postgres.poolSize()),
                credentials,
                jwks,
                new Redis(List.of(redisUrl), Optional.empty()),
                cluster,
                embedded,
                ingest,
                positions,
                feed,
                gtfsRealtime,
                states,
                shutdown,
                log);
    }
}
