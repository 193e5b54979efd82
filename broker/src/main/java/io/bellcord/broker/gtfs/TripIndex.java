package io.bellcord.broker.gtfs;

import io.bellcord.broker.transit.RouteId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trips by id, in some thirty bytes each, as a country has millions: their ids one behind the other, and a table that
 * finds them. Immutable.
 */
final class TripIndex {
    private static final int FREE = -1;

    private final List<RouteId> routes;
    private final byte[] ids;
    /** Where each trip's id begins; one more for the end of the last. */
    private final int[] begins;
    /** Of each trip, its route's place times four and its direction plus one. */
    private final int[] journeys;
    /** Trips by the hash of their id; where that place is taken, the next free one. */
    private final int[] table;

    private TripIndex(Builder from) {
        routes = List.copyOf(from.routes);
        ids = Arrays.copyOf(from.ids, from.length);
        begins = Arrays.copyOf(from.begins, from.count + 1);
        journeys = Arrays.copyOf(from.journeys, from.count);
        table = new int[Integer.highestOneBit(Math.max(1, from.count)) * 4];
        Arrays.fill(table, FREE);
        for (int trip = 0; trip < from.count; trip++) {
            table[place(Arrays.copyOfRange(ids, begins[trip], begins[trip + 1]))] = trip;
        }
    }

    int size() {
        return journeys.length;
    }

    Optional<ScheduledTrip> find(String id) {
        int trip = table[place(id.getBytes(StandardCharsets.UTF_8))];
        if (trip == FREE) {
            return Optional.empty();
        }
        int direction = (journeys[trip] & 3) - 1;
        return Optional.of(new ScheduledTrip(id, routes.get(journeys[trip] >>> 2), direction < 0 ? null : direction));
    }

    /** Where this id is in the table, or would be. */
    private int place(byte[] id) {
        int place = spread(Arrays.hashCode(id)) & (table.length - 1);
        while (table[place] != FREE && !isOf(table[place], id)) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }

    /** Ids that differ in their last digit would lie side by side else. */
    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B1;
        return mixed ^ (mixed >>> 15);
    }

    private boolean isOf(int trip, byte[] id) {
        return Arrays.equals(ids, begins[trip], begins[trip + 1], id, 0, id.length);
    }

    /** Collects trips, each id once. */
    static final class Builder {
        private final List<RouteId> routes = new ArrayList<>();
        private final Map<String, Integer> placeOf = new HashMap<>();
        private byte[] ids = new byte[1 << 10];
        private int[] begins = new int[65];
        private int[] journeys = new int[64];
        private int length;
        private int count;

        void add(String id, String route, @Nullable Integer direction) {
            byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
            if (count == journeys.length) {
                journeys = Arrays.copyOf(journeys, 2 * count);
                begins = Arrays.copyOf(begins, 2 * count + 1);
            }
            if (length + bytes.length > ids.length) {
                ids = Arrays.copyOf(ids, 2 * ids.length + bytes.length);
            }
            System.arraycopy(bytes, 0, ids, length, bytes.length);
            length += bytes.length;
            journeys[count] = place(route) << 2 | (direction == null ? 0 : direction + 1);
            begins[++count] = length;
        }

        private int place(String route) {
            return placeOf.computeIfAbsent(route, id -> {
                routes.add(new RouteId(id));
                return routes.size() - 1;
            });
        }

        TripIndex build() {
            return new TripIndex(this);
        }
    }
}
