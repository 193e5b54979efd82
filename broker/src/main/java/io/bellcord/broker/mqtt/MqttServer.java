package io.bellcord.broker.mqtt;

import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.guard.Guard;
import io.bellcord.broker.guard.Listeners;
import io.bellcord.broker.guard.Listeners.Listener;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.tls.ServerTls;
import io.moquette.BrokerConstants;
import io.moquette.broker.ISslContextCreator;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.netty.channel.SingleThreadEventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The MQTT listeners: Moquette behind the guard. */
public final class MqttServer implements AutoCloseable {
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);
    private static final Duration CHECK = Duration.ofMillis(10);

    /** Commands that may wait for a session loop. Full, it drops publishes and leaves clients without an answer. */
    private static final int SESSION_QUEUE = 100_000;

    /** Connections that wait to be accepted: past it, a SYN is lost, and its client tries again a second later. */
    private static final int ACCEPT_QUEUE = 4096;

    /**
     * Where to listen.
     *
     * @param port for MQTT over TCP; 0 takes a free one
     * @param webSocketPort for MQTT over WebSocket; 0 takes a free one
     * @param webSocketPath as {@code /mqtt}
     * @param maxPacketBytes the largest MQTT packet taken
     * @param secure the same over TLS, where there is a certificate
     * @param tcp what is particular to MQTT over TCP
     * @param webSocket what is particular to MQTT over WebSocket
     */
    public record Settings(
            String host,
            int port,
            int webSocketPort,
            String webSocketPath,
            int maxPacketBytes,
            Optional<Secure> secure,
            Listener tcp,
            Listener webSocket) {}

    /** Where to listen for TLS; 0 takes a free port. */
    public record Secure(int port, int webSocketPort, ServerTls tls, Listener tcp, Listener webSocket) {}

    private final Server moquette;
    private final SessionLoopWatch watch;
    private final Guard guard;
    private final LiveGrants grants;
    private final Listeners.Bound listeners;
    private final List<InetSocketAddress> addresses;

    private MqttServer(
            Server moquette, SessionLoopWatch watch, Guard guard, LiveGrants grants, Listeners.Bound listeners) {
        this.moquette = moquette;
        this.watch = watch;
        this.guard = guard;
        this.grants = grants;
        this.listeners = listeners;
        addresses = listeners.addresses();
    }

    /**
     * Listens; every client goes through the guard.
     *
     * @param reports gets each publish that passed, on the event loop that read it or on one of Moquette's session loops
     * @param watch looks after Moquette's threads as long as this runs
     */
    public static MqttServer start(
            Settings settings,
            Guard guard,
            JwtAuthenticator authenticator,
            LiveGrants grants,
            ReportDesk reports,
            SessionLoopWatch watch) {
        Server moquette = new Server();
        try {
            Listeners.Bound listeners = Listeners.during(
                    guard,
                    inOrderOfBinding(settings),
                    () -> moquette.startServer(
                            config(settings),
                            List.of(new PositionInterceptor(grants, guard.publishTurn(), reports)),
                            settings.secure()
                                    .<ISslContextCreator>map(secure -> () -> new CurrentTls(secure.tls()))
                                    .orElse(null), // asked for only where a port for TLS is set
                            authenticator,
                            new TopicAuthorizer(grants)));
            SessionLoopInterceptors.install(moquette);
            SessionLoops loops = SessionLoops.of(moquette, guard.publishTurn());
            watch.start(moquette, loops, id -> grants.find(id).isPresent());
            return new MqttServer(moquette, watch, guard, grants, listeners);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            moquette.stopServer();
            throw e;
        }
    }

    private static List<Listener> inOrderOfBinding(Settings settings) {
        Stream<Listener> secure = settings.secure().stream().flatMap(tls -> Stream.of(tls.tcp(), tls.webSocket()));
        return Stream.concat(Stream.of(settings.tcp(), settings.webSocket()), secure)
                .toList();
    }

    private static IConfig config(Settings settings) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                IConfig.HOST_PROPERTY_NAME, settings.host(),
                IConfig.PORT_PROPERTY_NAME, Integer.toString(settings.port()),
                IConfig.WEB_SOCKET_PORT_PROPERTY_NAME, Integer.toString(settings.webSocketPort()),
                IConfig.WEB_SOCKET_PATH_PROPERTY_NAME, settings.webSocketPath(),
                IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(settings.maxPacketBytes()),
                IConfig.SESSION_QUEUE_SIZE, Integer.toString(SESSION_QUEUE),
                IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false",
                IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "false",
                IConfig.ENABLE_TELEMETRY_NAME, "false",
                IConfig.TOPIC_ALIAS_MAXIMUM_PROPERTY_NAME, "0"));
        properties.put(BrokerConstants.NETTY_SO_BACKLOG_PROPERTY_NAME, Integer.toString(ACCEPT_QUEUE));
        // The guard has a deadline of its own, and after it the client's keep alive rules.
        properties.put(BrokerConstants.NETTY_CHANNEL_TIMEOUT_SECONDS_PROPERTY_NAME, "0");
        // Not epoll: it reports a reset even where reading is off, in the middle of Moquette's CONNECT (decision 1).
        properties.put(BrokerConstants.NETTY_NATIVE_PROPERTY_NAME, "false");
        settings.secure().ifPresent(secure -> {
            properties.put(IConfig.SSL_PORT_PROPERTY_NAME, Integer.toString(secure.port()));
            properties.put(IConfig.WSS_PORT_PROPERTY_NAME, Integer.toString(secure.webSocketPort()));
        });
        return new MemoryConfig(properties);
    }

    /** Where MQTT over TCP is served. */
    public InetSocketAddress address() {
        return addresses.getFirst();
    }

    /** Where MQTT over WebSocket is served. */
    public InetSocketAddress webSocketAddress() {
        return addresses.get(1);
    }

    /** Where MQTT over TLS is served; empty without a certificate. */
    public Optional<InetSocketAddress> tlsAddress() {
        return addresses.stream().skip(2).findFirst();
    }

    /** Where MQTT over WebSocket over TLS is served; empty without a certificate. */
    public Optional<InetSocketAddress> webSocketTlsAddress() {
        return addresses.stream().skip(3).findFirst();
    }

    /** The threads that accept and serve clients, for who watches them. */
    List<SingleThreadEventLoop> eventLoops() {
        return EventLoopWatch.of(moquette);
    }

    /** Lets nobody in any more, and tells every client to go, evenly over at most this time. */
    public void drain(Duration over) {
        guard.letNobodyIn();
        listeners.stop();
        List<Connection> clients = grants.connections();
        Drain.of(clients.size(), over).tell(clients);
    }

    /** Tells who is still here to go, and waits until Moquette has worked on what they sent. */
    @Override
    public void close() {
        grants.endAll(Ending.SHUTTING_DOWN);
        long deadline = System.nanoTime() + LONGEST_GOODBYE.toNanos();
        while (grants.size() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(CHECK.toNanos());
        }
        watch.close();
        EventLoops.end(moquette);
        moquette.stopServer();
    }
}
