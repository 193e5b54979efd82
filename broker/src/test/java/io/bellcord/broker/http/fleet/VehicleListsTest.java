package io.bellcord.broker.http.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.testing.TestTicker;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VehicleListsTest {
    private static final ProviderId KB = new ProviderId("kb");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private final TestTicker ticker = new TestTicker();
    private final Board board = new Board(
            new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
            new Presence(),
            new SimpleMeterRegistry(),
            clock);
    private final VehicleLists lists = new VehicleLists(
            board,
            new Stored(_ -> CompletableFuture.failedFuture(new IllegalStateException("no store"))),
            Duration.ofMillis(100),
            ticker);

    @AfterEach
    void stop() {
        board.close();
    }

    @Test
    void makesAListOnceATickAndOnlyWhenABusHasChanged() {
        report("2", 0);
        report("1", 0);
        VehicleList first = lists.of(KB);
        report("1", 1);

        assertThat(lists.of(KB)).as("within the tick").isSameAs(first);
        ticker.advance(Duration.ofMillis(100));
        VehicleList second = lists.of(KB);
        ticker.advance(Duration.ofHours(1));

        assertThat(lists.of(KB)).as("nothing has changed").isSameAs(second);
        assertThat(text(first)).startsWith("{\"items\":[{\"bus\":\"1\",\"ts\":" + NOON.toEpochMilli());
        assertThat(text(second))
                .startsWith("{\"items\":[{\"bus\":\"1\",\"ts\":"
                        + NOON.plusSeconds(1).toEpochMilli())
                .contains("},{\"bus\":\"2\",")
                .endsWith("}],\"next\":null}");
        assertThat(second.whole()).isSameAs(second.whole());
    }

    @Test
    void isEmptyForAProviderWithoutBuses() {
        assertThat(text(lists.of(KB))).isEqualTo("{\"items\":[],\"next\":null}");
    }

    private static String text(VehicleList list) {
        return new String(list.whole().bytes(), StandardCharsets.UTF_8);
    }

    private void report(String bus, int second) {
        board.accept(Position.at(BusKey.of("kb", bus), NOON.plusSeconds(second), NOON, 37.5, 127));
    }
}
