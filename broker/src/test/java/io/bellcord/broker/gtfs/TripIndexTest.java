package io.bellcord.broker.gtfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.transit.RouteId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TripIndexTest {
    @Test
    void findsEachOfManyTripsAndNoOther() {
        var builder = new TripIndex.Builder();
        IntStream.range(0, 100_000).forEach(i -> builder.add(id(i), "route-" + i % 300, direction(i)));
        TripIndex index = builder.build();

        assertThat(index.size()).isEqualTo(100_000);
        assertThat(IntStream.range(0, 100_000))
                .allSatisfy(i -> assertThat(index.find(id(i)))
                        .contains(new ScheduledTrip(id(i), new RouteId("route-" + i % 300), direction(i))));
        assertThat(IntStream.range(100_000, 110_000))
                .allSatisfy(i -> assertThat(index.find(id(i))).isEmpty());
        assertThat(index.find("")).isEmpty();
    }

    @Test
    void findsNothingWhereThereIsNone() {
        assertThat(new TripIndex.Builder().build().find("7-0800")).isEmpty();
    }

    private static String id(int i) {
        return "평일-" + i * 7;
    }

    private static @org.jspecify.annotations.Nullable Integer direction(int i) {
        return i % 3 == 2 ? null : i % 3;
    }
}
