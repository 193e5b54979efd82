package io.bellcord.broker.gtfs.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Points of a line, in whatever order they came. */
final class Path {
    /** What leads so close past the line that is left is left out: metres. */
    private static final double TOLERANCE = 5;

    private static final double METRES_PER_DEGREE = 111_195;

    private final List<Point> points = new ArrayList<>();

    private record Point(int sequence, double latitude, double longitude) {}

    private record Span(int first, int last) {}

    void add(int sequence, double latitude, double longitude) {
        points.add(new Point(sequence, latitude, longitude));
    }

    boolean isLine() {
        return points.size() > 1;
    }

    /** GeoJSON's coordinates of a LineString, to five decimals, which is a metre: few points, close to all of them. */
    String simplified() {
        points.sort(Comparator.comparingInt(Point::sequence));
        BitSet kept = douglasPeucker();
        var json = new StringBuilder("[");
        kept.stream()
                .mapToObj(points::get)
                .forEach(point -> json.append(json.length() == 1 ? "" : ",")
                        .append(String.format(Locale.ROOT, "[%.5f,%.5f]", point.longitude(), point.latitude())));
        return json.append(']').toString();
    }

    /** Without recursion, as a hostile line would make it deep. */
    private BitSet douglasPeucker() {
        var kept = new BitSet(points.size());
        kept.set(0);
        kept.set(points.size() - 1);
        Deque<Span> spans = new ArrayDeque<>(List.of(new Span(0, points.size() - 1)));
        while (!spans.isEmpty()) {
            Span span = spans.pop();
            int farthest = farthest(span);
            if (farthest > 0) {
                kept.set(farthest);
                spans.push(new Span(span.first(), farthest));
                spans.push(new Span(farthest, span.last()));
            }
        }
        return kept;
    }

    /** Of those between, the one that is farthest from the straight line, if it is too far from it; else -1. */
    private int farthest(Span span) {
        int found = -1;
        double most = TOLERANCE;
        for (int i = span.first() + 1; i < span.last(); i++) {
            double distance = distance(points.get(i), points.get(span.first()), points.get(span.last()));
            if (distance > most) {
                most = distance;
                found = i;
            }
        }
        return found;
    }

    /** Metres from a point to the straight line between two others. */
    private static double distance(Point point, Point from, Point to) {
        double scale = Math.cos(Math.toRadians(from.latitude()));
        double x = (to.longitude() - from.longitude()) * scale;
        double y = to.latitude() - from.latitude();
        double px = (point.longitude() - from.longitude()) * scale;
        double py = point.latitude() - from.latitude();
        double square = x * x + y * y;
        double along = square == 0 ? 0 : Math.clamp((px * x + py * y) / square, 0, 1);
        return Math.hypot(px - along * x, py - along * y) * METRES_PER_DEGREE;
    }
}
