package io.bellcord.simulator.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bellcord.simulator.bench.Bench;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That every fix is accounted for with the real broker; how quick it is, is left to a machine that does nothing else. */
@Timeout(600)
class BenchIT {
    private static final Path BROKER_JAR = Path.of("../broker/target/bellcord-broker.jar");
    private static final Path SIMULATOR_JAR = Path.of("target/bellcord-simulator.jar");
    private static final Path REDIS_SERVER = Path.of("/usr/bin/redis-server");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Plan SHORT = new Plan(Duration.ofMillis(500), Duration.ofMillis(1_000), 1, 2);

    @Test
    void givesEveryRiderTheSnapshotThatIsTimed() throws IOException {
        var row = run(new Snapshot(), "bellcord");

        assertThat(median(row, Figure.P50)).isPositive().isLessThanOrEqualTo(median(row, Figure.MAX));
        assertThat(median(row, Figure.SNAPSHOTS)).isPositive();
        assertThat(median(row, Figure.SNAPSHOTS_PER_CPU)).isPositive();
        assertThat(median(row, Figure.CPU_PER_RIDER)).isPositive();
    }

    @Test
    void givesItToAllWhoComeBackAtOnce() throws IOException {
        var row = run(new Storm(), "bellcord");

        assertThat(median(row, Figure.ALL_IN)).isPositive();
        assertThat(median(row, Figure.P99)).isPositive().isLessThanOrEqualTo(median(row, Figure.MAX));
        assertThat(median(row, Figure.CPU_PER_RIDER)).isPositive();
    }

    @Test
    void givesItTheWayOfTheServiceBefore() throws IOException {
        assumeThat(REDIS_SERVER).as("apt-get install redis-server").isExecutable();

        assertThat(median(run(new Snapshot(), "keys+mget"), Figure.SNAPSHOTS)).isPositive();
    }

    @Test
    void accountsForEveryFixOfBellcord() throws IOException {
        assertThat(BROKER_JAR).as("built by mvn -pl broker package").exists();
        List<String> progress = new ArrayList<>();
        var bench = new Bench(SHORT, "", JAVA, Program.OPTIONS, BROKER_JAR, BROKER_JAR, progress::add);
        var bellcord = Target.named("bellcord").orElseThrow();

        var row = bench.run(LiveFeed.FAN_OUT, bellcord);

        assertThat(median(row, Figure.EXPECTED)).isPositive();
        assertThat(median(row, Figure.EXPECTED))
                .isEqualTo(median(row, Figure.DELIVERED) + median(row, Figure.SUPERSEDED) + median(row, Figure.LOST));
        assertThat(median(row, Figure.LOST)).isZero();
        assertThat(median(row, Figure.CPU_PER_DELIVERY)).isPositive();
        assertThat(progress).anyMatch(line -> line.contains("2 buses"));
    }

    private static Row run(Scenario scenario, String target) throws IOException {
        var bench = new Bench(SHORT, "", JAVA, Program.OPTIONS, BROKER_JAR, SIMULATOR_JAR, _ -> {});
        return bench.run(scenario, Target.named(target).orElseThrow());
    }

    private static double median(Row row, Figure figure) {
        return row.median(figure).orElseThrow();
    }
}
