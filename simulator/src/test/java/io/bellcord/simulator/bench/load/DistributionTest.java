package io.bellcord.simulator.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private final Distribution distribution = new Distribution(List.of("p0", "p1"), 6, 3);

    @Test
    void numbersBusesThroughProviderByProvider() {
        assertThat(distribution.topic(5)).isEqualTo("bus/p0/b00005");
        assertThat(distribution.topic(6)).isEqualTo("bus/p1/b00006");
        assertThat(distribution.buses(1, 12)).containsExactly(6, 7, 8, 9, 10, 11);
        assertThat(distribution.buses(1, 8)).containsExactly(6, 7);
        assertThat(distribution.buses(1, 3)).isEmpty();
    }

    @Test
    void givesEveryProviderTrackersOnEveryNode() {
        for (var provider = 0; provider < 2; provider++) {
            assertThat(distribution.buses(provider, 12).map(distribution::trackerNode))
                    .contains(0, 1, 2);
        }
    }

    @Test
    void givesEveryProviderRidersOnEveryNode() {
        var riders = IntStream.range(0, 6).mapToObj(distribution::fleet).toList();

        assertThat(riders)
                .extracting(rider -> rider.filter() + " on " + rider.node())
                .containsExactlyInAnyOrder(
                        "bus/p0/+ on 0",
                        "bus/p0/+ on 1",
                        "bus/p0/+ on 2",
                        "bus/p1/+ on 0",
                        "bus/p1/+ on 1",
                        "bus/p1/+ on 2");
    }

    @Test
    void knowsWhichBusesReportToAnotherNode() {
        var rider = distribution.fleet(3); // of the second provider, on the second node

        assertThat(rider.firstBus()).isEqualTo(6);
        assertThat(rider.isElsewhere().test(7)).isFalse();
        assertThat(rider.isElsewhere().test(8)).isTrue();
    }
}
