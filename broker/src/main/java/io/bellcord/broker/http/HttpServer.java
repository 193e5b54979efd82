package io.bellcord.broker.http;

import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Ticker;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;

/** The HTTP listener, with the figures of {@code /metrics} and what else is to be served. */
public final class HttpServer implements AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

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
    public static HttpServer start(
            String host, int port, Limits limits, PrometheusMeterRegistry meters, List<Routes> more) {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.jetty.modifyServer(server -> {
                server.addBean(limit(limits.connections(), server, meters));
                server.addBean(new ConnectionWatch(server, limits, meters));
                server.setErrorHandler(new NoRequest());
            });
            config.routes.before(HttpServer::secure);
            new AnswerTimes(meters, Ticker.system()).addTo(config.routes);
            config.routes.get(
                    "/metrics", context -> context.contentType(PROMETHEUS_TEXT).result(meters.scrape()));
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

    /** Of every answer; a page says what more it needs. */
    private static void secure(Context context) {
        context.header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin");
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
