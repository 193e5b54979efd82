package io.bellcord.broker.cli;

import io.bellcord.broker.config.StartRefused;
import io.bellcord.broker.provider.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --ready-file}. */
public final class ReadyOption {
    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "Once all is up, write addresses and tokens there as JSON, for scripts.")
    private @Nullable Path file;

    /** Removes that of a run before, which whoever waits for the file would take for this one's. */
    public void clear() {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    /** Writes it, if one is wanted. */
    public void write(Addresses at, List<Provider> providers, TryOut tokens, Duration lifetime) {
        if (file == null) {
            return;
        }
        var ready = new ReadyFile(
                at.mqtt(),
                at.mqttTls().orElse(null),
                at.websocket(),
                at.websocketTls().orElse(null),
                at.http(),
                at.redis(),
                at.postgres(),
                providers.stream()
                        .flatMap(provider -> tokens.of(provider, lifetime).stream())
                        .toList());
        try {
            ready.write(file);
        } catch (UncheckedIOException e) {
            throw refused(file, e.getCause());
        }
    }

    private static StartRefused refused(@Nullable Path file, @Nullable IOException e) {
        return new StartRefused("Cannot start: --ready-file " + file + " cannot be written: " + e
                + "; name a file in a folder that you may write to");
    }
}
