package io.bellcord.broker.gtfs.file;

import io.bellcord.broker.gtfs.RouteLine;
import io.bellcord.broker.gtfs.ScheduledTrip;
import io.bellcord.broker.gtfs.Stop;
import io.bellcord.broker.transit.RouteId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a map draws: of each route and direction the shape that most trips follow, and others that a tenth
 * follow. Where there is no shape, the line through the stops of the longest trip.
 */
final class Lines {
    /** One trip in so many makes a variant worth to be drawn. */
    private static final int WORTH = 10;

    private final GtfsZip zip;
    private final Limits limits;
    private final Map<String, Stop> stops;
    /** How many trips follow each shape. */
    private final Map<Way, Map<String, Integer>> shapes = new TreeMap<>();

    private int points;
    /** Trips without a shape. */
    private final Map<String, Way> shapeless = new HashMap<>();

    /** A route in a direction; -1 where it is not told. */
    private record Way(RouteId route, int direction) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            return Comparator.comparing(Way::route)
                    .thenComparingInt(Way::direction)
                    .compare(this, other);
        }

        RouteLine line(Path path) {
            return new RouteLine(route, direction < 0 ? null : direction, path.simplified());
        }
    }

    /** @param stops those that are there when {@link #read} is called */
    Lines(GtfsZip zip, Limits limits, Map<String, Stop> stops) {
        this.zip = zip;
        this.limits = limits;
        this.stops = stops;
    }

    void add(ScheduledTrip trip, Optional<String> shape) {
        Way way = new Way(trip.route(), trip.direction() == null ? -1 : trip.direction());
        Map<String, Integer> ofWay = shapes.computeIfAbsent(way, _ -> new HashMap<>());
        shape.ifPresentOrElse(id -> ofWay.merge(id, 1, Integer::sum), () -> shapeless.put(trip.id(), way));
    }

    List<RouteLine> read() {
        Map<Way, List<String>> chosen = new TreeMap<>();
        shapes.forEach((way, counts) -> chosen.put(way, worthDrawing(counts)));
        Map<String, Path> paths = readShapes(chosen.values());
        Map<Way, List<RouteLine>> lines = new TreeMap<>();
        chosen.forEach((way, ids) -> lines.put(
                way,
                ids.stream()
                        .map(paths::get)
                        .filter(path -> path != null && path.isLine())
                        .map(way::line)
                        .toList()));
        Set<Way> without = new HashSet<>();
        lines.forEach((way, drawn) -> {
            if (drawn.isEmpty()) {
                without.add(way);
            }
        });
        throughStops(without).forEach((way, path) -> lines.put(way, List.of(way.line(path))));
        return lines.values().stream().flatMap(Collection::stream).toList();
    }

    /** The most followed first. */
    private static List<String> worthDrawing(Map<String, Integer> counts) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        List<String> byUse = counts.keySet().stream()
                .sorted(Comparator.comparing((String id) -> counts.getOrDefault(id, 0))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return byUse.stream()
                .filter(id -> id.equals(byUse.getFirst()) || counts.getOrDefault(id, 0) * WORTH >= all)
                .toList();
    }

    private Map<String, Path> readShapes(Collection<List<String>> chosen) {
        Map<String, Path> paths = new HashMap<>();
        chosen.forEach(ids -> ids.forEach(id -> paths.put(id, new Path())));
        if (!paths.isEmpty() && zip.has("shapes.txt")) {
            List<String> columns = List.of("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence");
            zip.read("shapes.txt", columns, Long.MAX_VALUE, row -> {
                Path path = paths.get(row.get("shape_id"));
                if (path != null) {
                    countPoint();
                    path.add(
                            row.getWhole("shape_pt_sequence", 0, Integer.MAX_VALUE),
                            row.number("shape_pt_lat", -90, 90),
                            row.number("shape_pt_lon", -180, 180));
                }
            });
        }
        return paths;
    }

    private void countPoint() {
        if (++points > limits.linePoints()) {
            throw new Row.Bad("more than the " + limits.linePoints() + " points that are read");
        }
    }

    /** stop_times.txt is large, and read only for those; twice, to keep no more than one trip of each. */
    private Map<Way, Path> throughStops(Set<Way> ways) {
        shapeless.values().retainAll(ways);
        if (shapeless.isEmpty() || !zip.has("stop_times.txt")) {
            return Map.of();
        }
        Map<String, Integer> lengths = new HashMap<>();
        readStopTimes(row -> lengths.merge(row.get("trip_id"), 1, Integer::sum), shapeless.keySet());
        Map<Way, String> longest = new TreeMap<>();
        shapeless.forEach((trip, way) -> longest.merge(way, trip, (one, other) -> longer(one, other, lengths)));
        Map<Way, Path> paths = new TreeMap<>();
        readStopTimes(
                row -> {
                    String trip = row.get("trip_id");
                    Stop stop = stops.get(row.text("stop_id"));
                    @Nullable Way way = shapeless.get(trip);
                    if (stop != null && way != null) {
                        countPoint();
                        paths.computeIfAbsent(way, _ -> new Path())
                                .add(
                                        row.getWhole("stop_sequence", 0, Integer.MAX_VALUE),
                                        stop.latitude(),
                                        stop.longitude());
                    }
                },
                new HashSet<>(longest.values()));
        paths.values().removeIf(path -> !path.isLine());
        return paths;
    }

    private static String longer(String one, String other, Map<String, Integer> lengths) {
        int difference = lengths.getOrDefault(one, 0) - lengths.getOrDefault(other, 0);
        return difference > 0 || (difference == 0 && one.compareTo(other) < 0) ? one : other;
    }

    private void readStopTimes(java.util.function.Consumer<Row> reader, Set<String> trips) {
        zip.read("stop_times.txt", List.of("trip_id", "stop_id", "stop_sequence"), Long.MAX_VALUE, row -> {
            if (trips.contains(row.text("trip_id"))) {
                reader.accept(row);
            }
        });
    }
}
