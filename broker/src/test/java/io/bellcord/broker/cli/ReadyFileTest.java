package io.bellcord.broker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.cli.ReadyFile.DemoProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyFileTest {
    @TempDir
    Path directory;

    @Test
    void tellsWhereEverythingListensToItsOwnerOnly() throws IOException {
        var file = Files.writeString(directory.resolve("ready.json"), "of the run before");
        var ready = new ReadyFile(
                "mqtt://127.0.0.1:1883",
                "mqtts://127.0.0.1:8883",
                "ws://127.0.0.1:8083/mqtt",
                "wss://127.0.0.1:8084/mqtt",
                "http://127.0.0.1:8080",
                "redis://127.0.0.1:16379",
                "postgresql://postgres@127.0.0.1:15432/postgres",
                List.of(new DemoProvider("kb", "rider-token", "driver-token")));

        ready.write(file);

        assertThat(file).content().isEqualToIgnoringNewLines("""
                {
                  "mqtt" : "mqtt://127.0.0.1:1883",
                  "mqttTls" : "mqtts://127.0.0.1:8883",
                  "websocket" : "ws://127.0.0.1:8083/mqtt",
                  "websocketTls" : "wss://127.0.0.1:8084/mqtt",
                  "http" : "http://127.0.0.1:8080",
                  "redis" : "redis://127.0.0.1:16379",
                  "postgres" : "postgresql://postgres@127.0.0.1:15432/postgres",
                  "providers" : [ {
                    "id" : "kb",
                    "riderToken" : "rider-token",
                    "driverToken" : "driver-token"
                  } ]
                }
                """);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
        assertThat(ready.toString()).doesNotContain("token");
    }
}
