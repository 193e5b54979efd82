package io.bellcord.simulator.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AimTest {
    private static final Aim TENTH = new Aim("fan-out", Figure.CPU_PER_DELIVERY, "mosquitto", true, 0.1);

    @Test
    void isTheRatioOfTheSameScenariosMedians() {
        var rows = List.of(row("fan-out", "bellcord", 2), row("idle", "mosquitto", 1), row("fan-out", "mosquitto", 10));

        var value = TENTH.value(rows).orElseThrow();

        assertThat(value).isEqualTo(0.2);
        assertThat(TENTH.isReachedBy(value)).isFalse();
        assertThat(TENTH.isReachedBy(0.1)).isTrue();
        assertThat(new Aim("fan-out-max", Figure.DELIVERIES, "mosquitto", false, 10).isReachedBy(9.9))
                .isFalse();
    }

    @Test
    void saysNothingOfWhatWasNotMeasured() {
        assertThat(TENTH.value(List.of(row("fan-out", "bellcord", 2)))).isEmpty();
    }

    @Test
    void standsOnThePageWithWhatItCameTo() {
        var rows = List.of(row("fan-out", "bellcord", 2), row("fan-out", "mosquitto", 10));

        var page = new Page(Instant.EPOCH, Map.of("Java", "25"), Map.of("fan-out", "a load"), rows).lines();

        assertThat(page)
                .contains(
                        "- Date: 1970-01-01T00:00:00Z",
                        "- Java: 25",
                        "| fan-out | CPU µs/delivery ÷ mosquitto's ≤ 0.10 | 0.20 | **not reached** |",
                        "| idle | RSS kB/client ≤ 12 |  | not measured |",
                        "## fan-out",
                        "| bellcord | 2.00 |");
    }

    private static Row row(String scenario, String target, double cpu) {
        return new Row(scenario, target, "", List.of(Map.of(Figure.CPU_PER_DELIVERY, cpu)), List.of());
    }
}
