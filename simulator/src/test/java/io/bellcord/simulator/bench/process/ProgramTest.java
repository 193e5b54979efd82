package io.bellcord.simulator.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static final String CHILD = "sleep 600 & child=$!; wait $child";

    /** As a broker is that hangs, with a PostgreSQL and a Redis of its own. */
    @Test
    void endsWhatAProgramHasStartedThatDoesNotEndByItself() throws IOException {
        var stubborn = shell("trap '' TERM; " + CHILD);
        var child = childOf(stubborn);

        Program.stop(stubborn, Duration.ofMillis(1));

        await().until(() -> !stubborn.isAlive() && !child.isAlive());
    }

    /** As a test that takes too long is. */
    @Test
    void givesAProgramTheTimeToEndItsOwnThoughTheThreadIsInterrupted() throws IOException, InterruptedException {
        var orderly = shell("trap 'kill $child; exit 7' TERM; " + CHILD);
        var child = childOf(orderly);

        Thread.currentThread().interrupt();
        Program.stop(orderly, Duration.ofMinutes(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(orderly.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(orderly.exitValue()).isEqualTo(7);
        await().until(() -> !child.isAlive());
    }

    @Test
    void endsAProgramThatIsWaitedForInVain() throws IOException {
        var silent = shell(CHILD);

        assertThatIllegalStateException()
                .isThrownBy(() -> Program.ready(silent, "it listens", () -> {
                    throw new IllegalStateException("it never will");
                }));

        await().until(() -> !silent.isAlive());
    }

    private static Process shell(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }

    /** Once it is there, so that what stands before it has been done. */
    private static ProcessHandle childOf(Process process) {
        await().until(() -> process.descendants().findAny().isPresent());
        return process.descendants().findAny().orElseThrow();
    }
}
