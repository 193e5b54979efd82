package io.bellcord.broker.cli;

import io.bellcord.broker.config.BrokerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the settings come from: a file, the environment, other options. */
public final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The settings (default: config/bellcord.properties beside the launcher).")
    private @Nullable Path file;

    /** Reads and checks the settings; the overrides come from the command's other options. */
    public BrokerConfig load(Map<String, String> overrides) {
        return load(Optional.ofNullable(file), overrides);
    }

    static BrokerConfig load(Optional<Path> file, Map<String, String> overrides) {
        return BrokerConfig.load(file.or(ConfigOptions::besideTheLauncher), System.getenv(), overrides);
    }

    /** The launcher says where it stands; without it there are the defaults and the environment. */
    private static Optional<Path> besideTheLauncher() {
        return Optional.ofNullable(System.getProperty("bellcord.home"))
                .map(home -> Path.of(home, "config", "bellcord.properties"))
                .filter(Files::isRegularFile);
    }
}
