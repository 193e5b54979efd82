package io.bellcord.simulator.streets;

import java.util.List;

/** The routes that a fleet can drive. */
public record StreetMap(List<Route> routes) {
    public StreetMap {
        routes = List.copyOf(routes);
    }

    public static StreetMap monaco() {
        return new StreetMap(RouteFile.read("monaco.geojson"));
    }

    /** The provider's own routes; every route for a provider the map does not know, so that any may try it. */
    public List<Route> routesOf(String provider) {
        var own = routes.stream()
                .filter(route -> route.operator().provider().equals(provider))
                .toList();
        return own.isEmpty() ? routes : own;
    }
}
