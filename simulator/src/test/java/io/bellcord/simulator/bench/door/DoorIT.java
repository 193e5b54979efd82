package io.bellcord.simulator.bench.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That there are figures of everything; what they are is left to a machine that does nothing else. */
@Timeout(900)
class DoorIT {
    private static final Path BROKER_JAR =
            Path.of("..", "broker", "target", "bellcord-broker.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @Test
    void measuresBellcordBesideMoquetteInEveryWay() throws IOException {
        assertThat(BROKER_JAR).as("built by mvn -pl broker package").exists();
        List<String> progress = new ArrayList<>();
        var door = new Door(new Door.Plan(1, Duration.ofMillis(200), 0, 100), JAVA, BROKER_JAR, progress::add);

        door.run();

        JsonNode json = door.json();
        assertThat(json.path("connect").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "vanilla", "public rider", "credential", "HS256", "HS384", "HS512", "RS256", "ES256", "EdDSA");
        for (var work : List.of("connect", "publish QoS 0", "publish QoS 1")) {
            assertThat(json.path(work)).hasSizeGreaterThanOrEqualTo(2).allSatisfy(DoorIT::requireFigures);
        }
        assertThat(json.at("/storm/quiet/p99Millis").asDouble()).isPositive();
        assertThat(json.at("/storm/HS256/p99Millis").asDouble()).isPositive();
        assertThat(json.at("/storm/HS256/allInMillis").asDouble()).isPositive();
        assertThat(door.lines()).anyMatch(line -> line.contains("÷ vanilla"));
        assertThat(progress).contains("round 1 of 1", "login storm");
    }

    private static void requireFigures(JsonNode one) {
        assertThat(one.path("perSecond").asDouble()).isPositive();
        // The kernel counts in hundredths of a second, so that in this short time it may be none.
        assertThat(one.path("cpuMicros").asDouble()).isNotNegative().isFinite();
        assertThat(one.path("cpuRatio").asDouble()).isNotNegative().isFinite();
    }
}
