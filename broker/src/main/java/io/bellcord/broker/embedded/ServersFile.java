package io.bellcord.broker.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Tells a second process, such as an admin command, how to connect to the servers that a Bellcord runs. */
final class ServersFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ServersFile() {}

    static void write(Path file, String postgresUrl, String redisUri) {
        var content = new LinkedHashMap<String, String>();
        content.put("postgresUrl", postgresUrl);
        content.put("postgresUser", EmbeddedServers.POSTGRES_USER);
        content.put("redisUri", redisUri);
        PrivateFile.write(file, JSON.valueToTree(content).toPrettyString());
    }

    static Optional<String> readPostgresUrl(Path file) {
        try {
            return Optional.of(JSON.readTree(file.toFile()).path("postgresUrl").asText())
                    .filter(url -> !url.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
