package io.bellcord.simulator.streets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.protocol.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreetMapTest {
    private final StreetMap monaco = StreetMap.monaco();

    @Test
    void hasRoutesOfBothProviders() {
        assertThat(monaco.routesOf("cam")).extracting(Route::ref).containsExactly("1", "2", "3", "4", "5", "6", "N");
        assertThat(monaco.routesOf("azur")).extracting(Route::ref).contains("100", "100X", "B");
    }

    @Test
    void lendsEveryRouteToAProviderItDoesNotKnow() {
        assertThat(monaco.routesOf("kb")).isEqualTo(monaco.routes());
    }

    @Test
    void givesRoutesIdsThatFitInATopicAndColoursThatFitInAStyleSheet() {
        assertThat(monaco.routes()).allSatisfy(route -> {
            assertThat(Ids.isId(route.id())).isTrue();
            assertThat(route.colour()).matches("#[0-9a-f]{6}");
            assertThat(route.name()).isNotBlank();
        });
    }

    @Test
    void hasNoGapInAnyLine() {
        for (var line : lines()) {
            for (var i = 1; i < line.places().size(); i++) {
                assertThat(line.places().get(i - 1).metresTo(line.places().get(i)))
                        .isLessThan(250);
            }
        }
    }

    @Test
    void leadsFromTheEndOfEachDirectionToTheStartOfTheNext() {
        for (var route : monaco.routes()) {
            var directions = route.directions();
            for (var i = 0; i < directions.size(); i++) {
                var onward = directions.get(i).onward().places();
                var next = directions.get((i + 1) % directions.size());
                assertThat(onward.getFirst())
                        .isEqualTo(directions.get(i).line().places().getLast());
                assertThat(onward.getLast()).isEqualTo(next.line().places().getFirst());
            }
        }
    }

    @Test
    void ordersStopsAlongTheLine() {
        assertThat(directions()).allSatisfy(direction -> {
            assertThat(direction.stops()).extracting(Stop::along).isSorted();
            assertThat(direction.stops())
                    .extracting(Stop::along)
                    .allSatisfy(along ->
                            assertThat(along).isBetween(0.0, direction.line().length()));
        });
    }

    @Test
    void nearlyEveryDirectionOfTheCityHasItsStops() {
        assertThat(monaco.routesOf("cam"))
                .flatExtracting(Route::directions)
                .allSatisfy(direction -> assertThat(direction.stops()).hasSizeGreaterThan(10));
    }

    @Test
    void isWhatTheDemoSetsUp() throws IOException {
        var demo = new ObjectMapper().readTree(Files.readString(Path.of("../config/demo/routes.json")));

        assertThat(demo).hasSize(2);
        for (var provider : demo) {
            assertThat(provider.path("routes"))
                    .extracting(route -> route.path("id").asText())
                    .containsExactlyElementsOf(ids(provider));
        }
    }

    private List<String> ids(JsonNode provider) {
        return monaco.routesOf(provider.path("provider").asText()).stream()
                .map(Route::id)
                .toList();
    }

    @Test
    void addsUpBothDirections() {
        var route = monaco.routesOf("cam").getFirst();

        assertThat(route.length()).isCloseTo(9_082, within(30.0)); // as other software measured it
    }

    private List<Direction> directions() {
        return monaco.routes().stream()
                .flatMap(route -> route.directions().stream())
                .toList();
    }

    private List<Line> lines() {
        var lines = new ArrayList<Line>();
        for (var direction : directions()) {
            lines.add(direction.line());
            lines.add(direction.onward());
        }
        return lines;
    }
}
