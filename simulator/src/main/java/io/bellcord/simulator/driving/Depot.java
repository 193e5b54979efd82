package io.bellcord.simulator.driving;

import io.bellcord.simulator.streets.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sends buses out, spread evenly over the routes, so that a long route has more of them. */
public final class Depot {
    private final List<Round> rounds;
    private final long seed;

    /** The same seed sends every bus along the same streets, with the same stops and speeds. */
    public Depot(List<Route> routes, long seed) {
        this.rounds = routes.stream().map(Round::of).toList();
        this.seed = seed;
    }

    public List<Bus> sendOut(List<String> busIds) {
        var buses = new ArrayList<Bus>();
        var apart = rounds.stream().mapToDouble(Round::length).sum() / busIds.size();
        for (var i = 0; i < busIds.size(); i++) {
            buses.add(sendOut(busIds.get(i), (i + 0.5) * apart));
        }
        return buses;
    }

    /** Places a bus so many metres along all rounds, one after the other. */
    private Bus sendOut(String busId, double start) {
        var random = new Random(seed * 31 + busId.hashCode());
        var left = start;
        for (var round : rounds) {
            if (left < round.length()) {
                return new Bus(busId, round, left, random);
            }
            left -= round.length();
        }
        return new Bus(busId, rounds.getLast(), 0, random);
    }
}
