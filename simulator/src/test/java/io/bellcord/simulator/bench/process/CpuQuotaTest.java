package io.bellcord.simulator.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpuQuotaTest {
    @Test
    void givesAProcessNoMoreThanItsShare() throws IOException {
        var created = CpuQuota.create("bellcord-test-" + ProcessHandle.current().pid());
        assumeThat(created).as("Linux, and root").isPresent();
        var busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try (var quota = created.orElseThrow()) {
            quota.limit(10);
            quota.add(busy.toHandle());
            var used = Cpu.of(busy.toHandle()).total();
            var begun = System.nanoTime();

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Cpu.of(busy.toHandle()).total().minus(used).toMillis() >= 150);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(750));
            Program.stop(busy);
        } finally {
            busy.destroyForcibly();
        }
    }
}
