package io.bellcord.simulator.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Row row = new Row(
            "fan-out",
            "bellcord",
            "1 bus",
            List.of(Map.of(Figure.P99, 3.0), Map.of(Figure.P99, 1.0), Map.of(Figure.P99, 2.0)),
            List.of("a remark"));

    @Test
    void tellsTheMedianAndHowFarTheWindowsLieApart() {
        assertThat(Table.lines(List.of(row)))
                .anyMatch(line -> line.startsWith("fan-out") && line.endsWith("2.0"))
                .anyMatch(line -> line.endsWith("1.0–3.0"))
                .contains("  a remark");
        assertThat(Table.markdown(List.of(row)))
                .containsExactly("| target | p99 ms |", "|---|---:|", "| bellcord | 2.0 <sub>1.0–3.0</sub> |");
    }

    @Test
    void writesTheFiguresThatThereAreAsJson() {
        var json = row.json();

        assertThat(json.at("/p99Millis/median").asDouble()).isEqualTo(2.0);
        assertThat(json.has("lost")).isFalse();
    }
}
