package io.bellcord.broker.gtfs.file;

/**
 * How much is read.
 *
 * @param zipBytes of the zip
 * @param fileBytes of each file in it, unpacked
 * @param routes rows of routes.txt
 * @param stops rows of stops.txt
 * @param trips rows of trips.txt
 * @param linePoints rows of shapes.txt and stop_times.txt that lines are drawn through
 * @param characters in the ids and names of all routes and stops, which every node keeps in memory
 */
public record Limits(long zipBytes, long fileBytes, int routes, int stops, int trips, int linePoints, int characters) {
    /** Room for a country. */
    public static final Limits USUAL =
            new Limits(512L << 20, 4L << 30, 20_000, 500_000, 3_000_000, 20_000_000, 32 << 20);
}
