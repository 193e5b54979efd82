package io.bellcord.broker.http.map;

import io.bellcord.broker.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;

/** Serves the map at {@code /}, the operator's page at {@code /ops}, their files, and what they have to know. */
public final class MapPages implements Routes {
    private static final String FILES = "/map/";

    private final WebFiles files = new WebFiles();
    private final PagePolicy policy;
    private final MapConfig config;

    public MapPages(MapSettings settings, Clock clock) {
        this.policy = new PagePolicy(settings);
        this.config = new MapConfig(settings, clock);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/", this::map);
        routes.get("/ops", this::operators);
        routes.get("/map/config", this::config);
        routes.get(FILES + "*", this::file);
    }

    private void map(Context context) {
        policy.ofMap(context);
        answer(context, "index.html");
    }

    private void operators(Context context) {
        policy.ofOperators(context);
        answer(context, "ops.html");
    }

    private void config(Context context) {
        PagePolicy.ofFile(context);
        context.header("Cache-Control", "no-store").json(config.json());
    }

    private void file(Context context) {
        PagePolicy.ofFile(context);
        answer(context, context.path().substring(FILES.length()));
    }

    private void answer(Context context, String name) {
        files.find(name).orElseThrow(NotFoundResponse::new).answer(context);
    }
}
