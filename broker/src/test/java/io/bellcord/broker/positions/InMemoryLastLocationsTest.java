package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.CLOCK;
import static io.bellcord.broker.testing.Fleet.fix;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryLastLocationsTest extends LastLocationsContract {
    private final LastLocations positions = LastLocations.inMemory(RETENTION, clock());

    @Override
    LastLocations positions() {
        return positions;
    }

    @Test
    void freesTheMemoryOfWhatIsForgotten() {
        long retention = RETENTION.toMillis();
        var mine = LastLocations.inMemory(RETENTION, CLOCK);
        mine.recordAll(List.of(fix(1, -retention - 1), fix(2, -retention), fix(3, -retention + 1)));

        assertThat(mine.purge()).isEqualTo(2);

        assertThat(mine.purge()).isZero();
        assertThat(mine.find(fix(3, 0).bus())).isPresent();
    }
}
