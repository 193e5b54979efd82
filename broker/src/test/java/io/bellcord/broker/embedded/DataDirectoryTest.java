package io.bellcord.broker.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.config.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void isForItsOwnerOnly() throws IOException {
        var path = parent.resolve("a/data");

        DataDirectory.at(path).lock().close();

        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void belongsToOneBellcordAtATime() {
        var path = parent.resolve("data");
        try (var held = DataDirectory.at(path).lock()) {
            assertThat(held.isOf(path)).isTrue();

            // Twice, since asking must not make the holder lose it.
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> DataDirectory.at(path).lock())
                        .isInstanceOf(StartRefused.class)
                        .hasMessage("Cannot start: " + path + " is in use by another Bellcord (process "
                                + ProcessHandle.current().pid()
                                + "): stop that one, or choose another directory with --data");
            }
        }

        DataDirectory.at(path).lock().close();
    }

    @Test
    void doesNotBelieveWhatACrashedOwnerLeftBehind() throws IOException {
        var path = parent.resolve("data");
        DataDirectory.at(path).lock().close();
        Files.writeString(path.resolve("owner"), ProcessHandle.current().pid() + " 2020-01-01T00:00:00Z");

        DataDirectory.at(path).lock().close();

        assertThat(path.resolve("owner")).doesNotExist();
    }

    @Test
    void leavesADirectoryThatHoldsSomethingElseAlone() throws IOException {
        var home = parent.resolve("home");
        Files.createDirectories(home.resolve("postgres"));
        Files.writeString(home.resolve("postgres/thesis.txt"), "years of work");
        var directory = DataDirectory.at(home);

        assertThatThrownBy(directory::lock)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("is not empty and not a data directory of Bellcord");
        assertThatThrownBy(() -> EmbeddedServers.erase(directory)).isInstanceOf(StartRefused.class);
        assertThat(home.resolve("postgres/thesis.txt")).exists();
    }

    @Test
    void erasesWhatTheServersKeepAndNothingElse() throws IOException {
        var directory = DataDirectory.at(parent.resolve("data"));
        try (var held = directory.lock()) {
            Files.createDirectories(directory.redis());
            Files.writeString(directory.redis().resolve("dump"), "positions");
            Files.writeString(directory.path().resolve("notes.txt"), "mine");

            directory.erase(held);
        }

        assertThat(directory.redis()).doesNotExist();
        assertThat(directory.path().resolve("notes.txt")).exists();
    }
}
