package io.bellcord.broker.cli;

import io.bellcord.broker.embedded.DataDirectory;
import io.bellcord.broker.embedded.EmbeddedServers;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that can bring its own PostgreSQL and Redis. */
public final class EmbeddedOptions {
    @Option(
            names = "--embedded",
            description = "Bring PostgreSQL and Redis along, instead of connecting to those configured.")
    private boolean embedded;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where the embedded servers keep their data (default: ./data).")
    private Path data = Path.of("data");

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Add N to every port left at its default, so that several Bellcords share a machine.")
    private @Nullable Integer portOffset;

    @Option(names = "--fresh", description = "Erase the data of the embedded servers first.")
    private boolean fresh;

    public boolean embedded() {
        return embedded;
    }

    /** The data directory; erased first, where that was asked for. */
    public DataDirectory prepareData() {
        var directory = DataDirectory.at(data);
        if (fresh) {
            EmbeddedServers.erase(directory);
        }
        return directory;
    }

    /** What the options set, for {@code BrokerConfig.load}. */
    public Map<String, String> overrides() {
        return portOffset == null ? Map.of() : Map.of("bellcord.port-offset", portOffset.toString());
    }
}
