package io.bellcord.simulator.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bellcord.simulator.bench.Bench;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.report.Figure;
import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.target.Cluster;
import io.bellcord.simulator.bench.target.ClusterSize;
import io.bellcord.simulator.bench.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That every fix is accounted for across real nodes; how quick it is, is left to a machine that does nothing else. */
@Timeout(600)
class ClusterIT {
    private static final Path BROKER_JAR = Path.of("../broker/target/bellcord-broker.jar");
    private static final Path REDIS_SERVER = Path.of("/usr/bin/redis-server");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Plan SHORT = new Plan(Duration.ofMillis(500), Duration.ofMillis(1_000), 1, 100);

    @Test
    void accountsForEveryFixAcrossNodes() throws IOException {
        assumeThat(REDIS_SERVER).as("apt-get install redis-server").isExecutable();
        assertThat(BROKER_JAR).as("built by mvn -pl broker package").exists();

        var row = run(new ClusterSize(2, 3, 2, 0));

        assertThat(median(row, Figure.EXPECTED))
                .isPositive()
                .isEqualTo(median(row, Figure.DELIVERED) + median(row, Figure.SUPERSEDED));
        assertThat(median(row, Figure.LOST)).isZero();
        assertThat(median(row, Figure.ACROSS_P50))
                .isPositive()
                .isLessThanOrEqualTo(median(row, Figure.ACROSS_MAX))
                .isLessThanOrEqualTo(median(row, Figure.MAX));
        assertThat(median(row, Figure.STORE_IN_PER_PUBLISH)).isPositive();
        assertThat(median(row, Figure.STORE_OUT_PER_PUBLISH)).isPositive();
        assertThat(median(row, Figure.CPU_PER_DELIVERY)).isPositive();
    }

    private static Row run(ClusterSize size) throws IOException {
        var bench = new Bench(SHORT, "", JAVA, Program.OPTIONS, BROKER_JAR, BROKER_JAR, _ -> {});
        var target = new Target("cluster", (program, directory) -> Cluster.start(size, program, directory));
        return bench.run(new AcrossNodes(size, 12, 8), target);
    }

    private static double median(Row row, Figure figure) {
        return row.median(figure).orElseThrow();
    }
}
