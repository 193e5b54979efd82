package io.bellcord.broker.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    @Test
    void findsNothingWrongWithAClockThatGoesAsPostgresqlsDoes() {
        assertThat(problemOf(Clock.systemUTC())).isEmpty();
    }

    @Test
    void saysByHowMuchAClockIsAhead() {
        assertThat(problemOf(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)))
                        .orElseThrow())
                .matches(
                        "this machine's clock is 3(600|59\\d|60\\d) s ahead of PostgreSQL's; buses look older than they are:.*");
    }

    @Test
    void saysThatFixesAreRefusedByAClockThatIsBehind() {
        assertThat(problemOf(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)))
                        .orElseThrow())
                .contains("s behind PostgreSQL's; fixes are refused as from the future");
    }

    private static Optional<String> problemOf(Clock clock) {
        try (Database database = TestPostgres.newDatabase();
                var watch = new ClockWatch(database, clock)) {
            watch.look();
            return watch.problem();
        }
    }
}
