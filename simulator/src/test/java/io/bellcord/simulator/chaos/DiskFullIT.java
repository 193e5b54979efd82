package io.bellcord.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bellcord.simulator.chaos.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One small disk for PostgreSQL's data, Redis' file and everybody's logs: it is full, and then it is not. */
@Tag("long")
@Timeout(300)
class DiskFullIT {
    private static final int BLOCK = 64 * 1024;

    @TempDir
    private Path disk = Path.of("");

    @BeforeEach
    void mount() throws IOException {
        assumeThat(runs("mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", disk.toString()))
                .as("only root may mount a disk")
                .isTrue();
    }

    @AfterEach
    void unmount() throws IOException {
        runs("umount", "-l", disk.toString());
    }

    private static boolean runs(String... command) throws IOException {
        return new ProcessBuilder(command).start().onExit().join().exitValue() == 0;
    }

    @Test
    void theDiskIsFull() throws IOException {
        try (var scene =
                Scene.on(Site.openIn(disk, Map.of(), "--appendonly", "yes")).withCrowd()) {
            var filler = fill();
            scene.healthSays("redis", "positions are not stored since");
            scene.goesOnLive();
            scene.memoryIsBounded();

            Files.delete(filler);

            scene.catchesUp();
            scene.healthIsGood();
            scene.addsUp();
            assertThat(scene.site().log()).contains("Positions are written again");
        }
    }

    private Path fill() throws IOException {
        var filler = disk.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[BLOCK]);
            }
        } catch (IOException _) {
            return filler; // there is no room for more
        }
    }
}
