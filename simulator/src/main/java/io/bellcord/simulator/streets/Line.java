package io.bellcord.simulator.streets;

import java.util.Arrays;
import java.util.List;

/** A line through places in order, measured in metres from its first. Immutable. */
public final class Line {
    private final List<Place> places;
    private final double[] metres; // from the first place to each

    private Line(List<Place> places) {
        this.places = places;
        this.metres = new double[places.size()];
        for (var i = 1; i < metres.length; i++) {
            metres[i] = metres[i - 1] + places.get(i - 1).metresTo(places.get(i));
        }
    }

    /**
     * A line that takes the places as they come.
     *
     * @throws IllegalArgumentException with fewer than two places
     */
    public static Line through(List<Place> places) {
        if (places.size() < 2) {
            throw new IllegalArgumentException("a line needs two places, not " + places.size());
        }
        return new Line(List.copyOf(places));
    }

    public List<Place> places() {
        return places;
    }

    public double length() {
        return metres[metres.length - 1];
    }

    /** The place so many metres along; the nearest end, when that is beyond the line. */
    public Place at(double along) {
        var within = Math.clamp(along, 0, length());
        var segment = segmentAt(within);
        var segmentLength = metres[segment + 1] - metres[segment];
        var share = segmentLength == 0 ? 0 : (within - metres[segment]) / segmentLength;
        return places.get(segment).towards(places.get(segment + 1), share);
    }

    public double bearingAt(double along) {
        var segment = segmentAt(Math.clamp(along, 0, length()));
        return places.get(segment).bearingTo(places.get(segment + 1));
    }

    /** How far the place is from the nearest point of the line. */
    public double metresFrom(Place place) {
        var nearest = Double.MAX_VALUE;
        for (var i = 0; i + 1 < places.size(); i++) {
            nearest = Math.min(nearest, place.metresTo(at(metres[i] + alongSegment(i, place))));
        }
        return nearest;
    }

    /** Metres from the segment's start to its point nearest to the place. */
    private double alongSegment(int segment, Place place) {
        var start = places.get(segment);
        var turn = start.bearingTo(place) - start.bearingTo(places.get(segment + 1));
        var along = start.metresTo(place) * Math.cos(Math.toRadians(turn));
        return Math.clamp(along, 0, metres[segment + 1] - metres[segment]);
    }

    private int segmentAt(double along) {
        var found = Arrays.binarySearch(metres, along);
        var segment = found >= 0 ? found : -found - 2;
        return Math.clamp(segment, 0, metres.length - 2);
    }
}
