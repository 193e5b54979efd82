package io.bellcord.broker.cli.admin.gtfs;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.gtfs.GtfsFeed;
import io.bellcord.broker.gtfs.GtfsRepository;
import io.bellcord.broker.gtfs.file.BadGtfs;
import io.bellcord.broker.gtfs.file.GtfsDownload;
import io.bellcord.broker.gtfs.file.GtfsReader;
import io.bellcord.broker.gtfs.file.Limits;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Loads a provider's GTFS: routes with their colours, stops, trips, and the lines that routes follow.",
            "It takes the place of the one before and of all routes, wholly or, where anything is wrong, not at all."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class GtfsImport extends AdminAction {
    @Parameters(paramLabel = "FILE|URL", description = "The zip; an address is read by http or https.")
    private String source;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose it is.")
    private ProviderId provider;

    GtfsImport(DatabaseAccess database) {
        super(database);
    }

    @Override
    protected Answer run(Database database) {
        new ProviderRepository(database).get(provider); // or it says which there are
        GtfsFeed feed = isAddress() ? fetch(URI.create(source)) : read(file());
        new GtfsRepository(database).replace(provider, shownSource(), feed);
        return answer(feed);
    }

    @Override
    protected void check() {
        if (isAddress()) {
            try {
                URI.create(source);
            } catch (IllegalArgumentException e) {
                throw wrongUsage("\"" + source + "\" is no address; write it as in https://kb.example/gtfs.zip");
            }
        } else if (!Files.isReadable(file())) {
            throw wrongUsage(source + " cannot be read; name a GTFS zip, or its address with https://");
        }
    }

    private boolean isAddress() {
        return source.startsWith("https://") || source.startsWith("http://");
    }

    private Path file() {
        try {
            return Path.of(source);
        } catch (InvalidPathException e) {
            throw wrongUsage("\"" + source + "\" is no file's name; name a GTFS zip, or its address with https://");
        }
    }

    private GtfsFeed fetch(URI address) {
        try {
            Path file = Files.createTempFile("bellcord-gtfs-", ".zip");
            try {
                GtfsDownload.fetch(address, file, Limits.USUAL);
                return read(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw refused(shownSource() + " cannot be read: " + (e.getMessage() == null ? e : e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("stopped while reading " + shownSource());
        }
    }

    private GtfsFeed read(Path file) {
        try {
            return GtfsReader.read(file, Limits.USUAL);
        } catch (IOException e) {
            throw refused(source + " cannot be read: " + e);
        } catch (BadGtfs e) {
            throw refused(shownSource() + " cannot be imported, and nothing was changed:\n  "
                    + String.join("\n  ", e.problems()));
        }
    }

    /** Addresses of feeds often carry a key behind the question mark. */
    private String shownSource() {
        if (!isAddress()) {
            return String.valueOf(file().getFileName());
        }
        URI address = URI.create(source);
        return address.getScheme() + "://" + address.getHost() + address.getPath();
    }

    private static RefusedException refused(String why) {
        return new RefusedException(RefusedException.Reason.UNUSABLE_GTFS, why);
    }

    private Answer answer(GtfsFeed feed) {
        return new Answer(
                List.of("Imported the GTFS of " + feed.agency() + " for provider " + provider + ": "
                        + feed.routes().size() + " routes, " + feed.stops().size() + " stops, "
                        + feed.trips().size() + " trips, " + feed.lines().size() + " lines"),
                Answer.object(
                        "provider", provider.value(),
                        "agency", feed.agency(),
                        "timezone", feed.timezone(),
                        "routes", feed.routes().size(),
                        "stops", feed.stops().size(),
                        "trips", feed.trips().size(),
                        "lines", feed.lines().size()));
    }
}
