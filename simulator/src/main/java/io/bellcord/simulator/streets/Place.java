package io.bellcord.simulator.streets;

/**
 * A point on the earth. Distances treat the ground as flat, which is right to a metre or so across a city.
 *
 * @param latitude degrees north, WGS-84
 * @param longitude degrees east, WGS-84
 */
public record Place(double latitude, double longitude) {
    private static final double METRES_PER_DEGREE = 111_195;

    public double metresTo(Place other) {
        return Math.hypot(northTo(other), eastTo(other));
    }

    /** Degrees clockwise from north, 0 up to but not including 360. */
    public double bearingTo(Place other) {
        var degrees = Math.toDegrees(Math.atan2(eastTo(other), northTo(other)));
        return (degrees + 360) % 360;
    }

    /** The place so far along the straight line to the other: 0 is here, 1 is there. */
    public Place towards(Place other, double share) {
        return new Place(
                latitude + (other.latitude - latitude) * share, longitude + (other.longitude - longitude) * share);
    }

    /** The place so many metres to the north and to the east. */
    public Place moved(double north, double east) {
        return new Place(
                latitude + north / METRES_PER_DEGREE,
                longitude + east / (METRES_PER_DEGREE * Math.cos(Math.toRadians(latitude))));
    }

    private double northTo(Place other) {
        return (other.latitude - latitude) * METRES_PER_DEGREE;
    }

    private double eastTo(Place other) {
        var middle = Math.toRadians((latitude + other.latitude) / 2);
        return (other.longitude - longitude) * METRES_PER_DEGREE * Math.cos(middle);
    }
}
