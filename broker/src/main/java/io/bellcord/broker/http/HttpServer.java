package io.bellcord.broker.http;

import io.bellcord.broker.limits.Networks;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;

/**
 * The HTTP listener. {@code /health/live} answers while the process does; {@code /health/ready} says what is wrong and
 * stays ready as long as riders can be served, because a node without Redis still passes positions on; not while it stops.
 */
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
            String host,
            int port,
            Limits limits,
            List<HealthCheck> checks,
            PrometheusMeterRegistry meters,
            List<Routes> more) {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.jetty.modifyServer(server -> {
                server.addBean(limit(limits.connections(), server, meters));
                server.addBean(new ConnectionWatch(server, limits, meters));
            });
            config.routes.before(HttpServer::secure);
            config.routes.get("/health/live", context -> context.json(Map.of("status", "up")));
            config.routes.get("/health/ready", context -> ready(context, checks));
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

    private static void ready(Context context, List<HealthCheck> checks) {
        Map<String, String> problems = new LinkedHashMap<>();
        checks.forEach(check -> check.problem().find().ifPresent(words -> problems.put(check.name(), words)));
        boolean turnsAway = checks.stream().anyMatch(check -> check.turnsAway() && problems.containsKey(check.name()));
        String well = problems.isEmpty() ? "ready" : "degraded";
        context.status(turnsAway ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
                .json(Map.of("status", turnsAway ? "not_ready" : well, "problems", problems));
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
