package io.bellcord.simulator.streets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final Place CORNER = new Place(43.73, 7.42);
    private final Line line = Line.through(List.of(CORNER.moved(-100, 0), CORNER, CORNER.moved(0, 50)));

    @Test
    void measuresAKnownDistance() {
        // One minute of latitude is a nautical mile, give or take the earth's flattening.
        assertThat(new Place(43, 7).metresTo(new Place(43 + 1 / 60.0, 7))).isCloseTo(1852, within(2.0));
    }

    @Test
    void measuresAlongItsSegments() {
        assertThat(line.length()).isCloseTo(150, within(0.01));
        assertThat(line.at(100).metresTo(CORNER)).isCloseTo(0, within(0.01));
        assertThat(line.at(125).metresTo(CORNER.moved(0, 25))).isCloseTo(0, within(0.01));
    }

    @Test
    void endsWhereItsPlacesEnd() {
        assertThat(line.at(-5)).isEqualTo(line.places().getFirst());
        assertThat(line.at(1000)).isEqualTo(line.places().getLast());
    }

    @Test
    void pointsNorthAndThenEast() {
        assertThat(line.bearingAt(50)).isCloseTo(0, within(0.01));
        assertThat(line.bearingAt(101)).isCloseTo(90, within(0.01));
        assertThat(line.bearingAt(150)).isCloseTo(90, within(0.01));
    }

    @Test
    void knowsHowFarAPlaceIsFromIt() {
        assertThat(line.metresFrom(CORNER.moved(-50, 7))).isCloseTo(7, within(0.01));
        assertThat(line.metresFrom(CORNER.moved(30, 40))).isCloseTo(30, within(0.01));
        assertThat(line.metresFrom(CORNER.moved(0, 60))).isCloseTo(10, within(0.01));
    }

    @Test
    void needsTwoPlaces() {
        assertThatThrownBy(() -> Line.through(List.of(CORNER))).hasMessageContaining("not 1");
    }
}
