package io.bellcord.simulator.cli;

import io.bellcord.simulator.streets.Route;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The routes on the map, one a line. */
final class RouteList {
    private RouteList() {}

    static String text(List<Route> routes) {
        return routes.stream().map(RouteList::line).collect(Collectors.joining());
    }

    private static String line(Route route) {
        return String.format(
                Locale.ROOT,
                "%-5s %-5s %-14s %5.1f km  %s%n",
                route.operator().provider(),
                route.ref(),
                route.name(),
                route.length() / 1000,
                route.description());
    }
}
