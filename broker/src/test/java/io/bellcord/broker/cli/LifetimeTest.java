package io.bellcord.broker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    private final List<String> closed = new ArrayList<>();
    private final Lifetime lifetime = Lifetime.untilSignal();

    @Test
    void closesInReverseOrderThoughOneFails() throws InterruptedException {
        lifetime.<AutoCloseable>open(() -> () -> closed.add("postgres"));
        lifetime.<AutoCloseable>open(() -> () -> {
            throw new IllegalStateException("redis is gone");
        });
        lifetime.<AutoCloseable>open(() -> () -> closed.add("broker"));

        lifetime.close();
        lifetime.await();

        assertThat(closed).containsExactly("broker", "postgres");
    }

    @Test
    void opensNothingAfterTheSignal() {
        lifetime.close();

        assertThatThrownBy(() -> lifetime.<AutoCloseable>open(() -> () -> closed.add("broker")))
                .isInstanceOf(Lifetime.Stopping.class);
    }

    @Test
    void endsAsItIsWhenAPartDoesNotCloseInTime() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NeverCloses.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("open");

            process.toHandle().destroy(); // SIGTERM, and its output stays

            assertThat(out.lines()).anyMatch(line -> line.contains("Not stopped in time"));
            assertThat(process.waitFor()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }
}
