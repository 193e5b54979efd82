package io.bellcord.broker.http;

import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Ticker;
import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;

/** The HTTP listener, and what goes for all that is served there. */
public final class HttpServer implements AutoCloseable {
    /** Of every answer; a page says what more it needs. */
    static final Map<String, String> SECURITY = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin");

    private final Javalin javalin;
    private final String host;

    /**
     * What callers are held to.
     *
     * @param connections at once; more wait to be accepted
     * @param connectionsPerAddress more are closed
     * @param trusted networks that what counts by address does not apply to
     * @param requestTimeout so long a connection may be without an answered request
     */
    public record Limits(int connections, int connectionsPerAddress, Networks trusted, Duration requestTimeout) {}

    private HttpServer(Javalin javalin, String host) {
        this.javalin = javalin;
        this.host = host;
    }

    /**
     * Listens.
     *
     * @param port 0 takes a free one
     */
    public static HttpServer start(String host, int port, Limits limits, MeterRegistry meters, List<Routes> more) {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.jetty.modifyServer(server -> {
                server.addBean(limit(limits.connections(), server, meters));
                server.addBean(new ConnectionWatch(server, limits, meters));
                server.setErrorHandler(new NoRequest());
            });
            config.routes.before(context -> SECURITY.forEach(context::header));
            new Unanswered().addTo(config.routes);
            new AnswerTimes(meters, Ticker.system()).addTo(config.routes);
            more.forEach(routes -> routes.addTo(config.routes));
        });
        return new HttpServer(javalin.start(host, port), host);
    }

    private static NetworkConnectionLimit limit(int connections, Server server, MeterRegistry meters) {
        var limit = new NetworkConnectionLimit(connections, server);
        Gauge.builder("bellcord.http.connections", limit, NetworkConnectionLimit::getNetworkConnectionCount)
                .description("Connections to the HTTP port")
                .register(meters);
        return limit;
    }

    /** Every operation that is served, {@code GET /health/live}; not those that stand for whatever else is called. */
    public Set<String> operations() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod() && !endpoint.path.contains("*"))
                .filter(endpoint -> !endpoint.method.equals(HandlerType.HEAD)) // each GET has one
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Where HTTP is served. */
    public InetSocketAddress address() {
        return new InetSocketAddress(host, javalin.port());
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
