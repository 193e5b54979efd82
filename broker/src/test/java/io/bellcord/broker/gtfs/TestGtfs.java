package io.bellcord.broker.gtfs;

import io.bellcord.broker.gtfs.file.BadGtfs;
import io.bellcord.broker.gtfs.file.GtfsReader;
import io.bellcord.broker.gtfs.file.Limits;
import io.bellcord.broker.testing.GtfsZips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A provider's GTFS as a node holds it, without a database. */
public final class TestGtfs {
    private TestGtfs() {}

    /** That of {@link GtfsZips#good}. */
    public static ProviderGtfs good() {
        try {
            Path folder = Files.createTempDirectory("gtfs");
            Path zip = GtfsZips.good().write(folder);
            GtfsFeed feed = GtfsReader.read(zip, Limits.USUAL);
            Files.delete(zip);
            Files.delete(folder);
            var trips = new TripIndex.Builder();
            feed.trips().forEach(trip -> trips.add(trip.id(), trip.route().value(), trip.direction()));
            return new ProviderGtfs(Instant.EPOCH, feed.routes(), feed.stops(), feed.lines(), trips.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BadGtfs e) {
            throw new AssertionError(e);
        }
    }
}
