package io.bellcord.broker.cli;

import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.config.PortCheck;
import io.bellcord.broker.embedded.DataDirectory;
import io.bellcord.broker.embedded.EmbeddedServers;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that can bring its own PostgreSQL and Redis. */
public final class DataOptions {
    static final Path DEFAULT = Path.of("data");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the embedded servers keep their data (default: ./data).")
    private Path data = DEFAULT;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Add N to every port left at its default, so that several Bellcords share a machine.")
    private @Nullable Integer portOffset;

    @Option(names = "--fresh", description = "Erase the data of the embedded servers first.")
    private boolean fresh;

    public DataDirectory directory() {
        return DataDirectory.at(data);
    }

    /** Starts the servers, once it is known that the broker's ports are free; on erased data, where that was asked for. */
    public EmbeddedServers start(BrokerConfig config) {
        var ofBroker = PortCheck.ofBroker(config);
        if (fresh) {
            PortCheck.requireFree(ofBroker); // a start that is refused should erase nothing
            EmbeddedServers.erase(directory());
        }
        return EmbeddedServers.start(directory(), config.embedded(), ofBroker);
    }

    /** What the options set, for {@code BrokerConfig.load}. */
    public Map<String, String> overrides() {
        return portOffset == null ? Map.of() : Map.of("bellcord.port-offset", portOffset.toString());
    }
}
