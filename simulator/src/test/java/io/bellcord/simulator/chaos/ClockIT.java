package io.bellcord.simulator.chaos;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker's clock, and nobody else's, steps by an hour and back: Debian's libfaketime answers when it asks for the time. */
@Tag("long")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ClockIT {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"));

    @TempDir
    private static Path directory;

    private Scene scene;
    private boolean isWhole;

    /** Anew after a test that did not come to its end: nothing that it broke is left for the next. */
    @BeforeEach
    void open() throws IOException {
        if (!isWhole) {
            close();
            openAnew();
        }
        isWhole = false;
    }

    private void openAnew() throws IOException {
        var library = LIBRARIES.stream().filter(Files::exists).findFirst();
        assumeThat(library).as("apt-get install libfaketime").isPresent();
        step("+0");
        scene = Scene.open(Map.of(
                "LD_PRELOAD", library.orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE", offset().toString(),
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_NO_CACHE", "1",
                "NO_FAKE_STAT", "1"));
    }

    @AfterAll
    void close() {
        if (scene != null) {
            scene.close();
        }
    }

    @Test
    void theClockStepsAnHourAhead() throws IOException {
        step("+3600");
        scene.healthSays("clock", "ahead of PostgreSQL's");
        scene.goesOnLive();

        step("+0");

        isWholeAgain();
    }

    @Test
    void theClockStepsAnHourBack() throws IOException {
        step("-3600");
        scene.healthSays("clock", "behind PostgreSQL's; fixes are refused as from the future");

        step("+0");

        isWholeAgain();
    }

    private void isWholeAgain() {
        scene.healthIsGood();
        scene.goesOnLive();
        scene.catchesUp();
        scene.addsUp();
        isWhole = true;
    }

    /** At once as a whole: it is read whenever somebody asks for the time. */
    private static void step(String by) throws IOException {
        var draft = Files.writeString(directory.resolve("draft"), by + "\n");
        Files.move(draft, offset(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path offset() {
        return directory.resolve("offset");
    }
}
