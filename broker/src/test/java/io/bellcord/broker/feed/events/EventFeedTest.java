package io.bellcord.broker.feed.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.Presence;
import io.bellcord.broker.feed.StateRules;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Device;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.broker.transit.Trip;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    private static final ProviderId KB = new ProviderId("kb");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Pattern EVENT =
            Pattern.compile("event: (\\w+)\ndata: \\{\"bus\":\"([^\"]+)\",\"(?:ts\":(\\d+)|state\":\"(\\w+)).*\n\n");

    private final TestClock clock = new TestClock(NOON);
    private final Board board = new Board(
            new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
            new Presence(),
            new SimpleMeterRegistry(),
            clock);
    private final EventFeed feed = new EventFeed(board, Duration.ofMillis(1));
    private final List<EventStream> open = new ArrayList<>();

    @AfterEach
    void stop() {
        open.forEach(EventStream::close);
        feed.close();
        board.close();
    }

    @Test
    void tellsFirstOfAllBusesAndThenOfThoseThatChange() throws Exception {
        report("1", 0, "7");
        report("2", 0, "8");

        EventStream stream = open(Optional.empty());
        assertThat(read(stream)).containsExactlyInAnyOrder("1 +0", "1 live", "2 +0", "2 live");

        report("2", 1, "8");
        report(BusKey.of("other", "3"), 1, "8");
        assertThat(read(stream)).containsExactly("2 +1");
    }

    @Test
    void givesAReaderWhoIsSlowTheNewestOfEachBusOnce() throws Exception {
        EventStream slow = open(Optional.empty());
        EventStream quick = open(Optional.empty());
        for (int second = 1; second <= 20; second++) {
            report("1", second, "7");
            report("2", second, "7");
            var seen = new ArrayList<String>();
            while (!seen.contains("1 +" + second) || !seen.contains("2 +" + second)) {
                seen.addAll(read(quick));
            }
        }

        open(Optional.empty()); // waits for the end of the tick, which the quick one may have read in the middle of
        assertThat(read(slow)).containsExactlyInAnyOrder("1 +20", "1 live", "2 +20", "2 live");
        report("1", 21, "7");
        assertThat(read(slow)).containsExactly("1 +21");
    }

    @Test
    void tellsWhoFollowsARouteOfItsBusesAndOnceMoreOfOneThatLeavesIt() throws Exception {
        report("1", 0, "7");
        report("2", 0, "8");
        EventStream seven = open(Optional.of(new RouteId("7")));
        assertThat(read(seven)).containsExactly("1 +0", "1 live");

        report("2", 1, "7");
        assertThat(read(seven)).containsExactly("2 +1");
        report("1", 2, "9");
        assertThat(read(seven)).containsExactly("1 +2");
        report("1", 3, "9");
        report("2", 3, "7");
        assertThat(read(seven)).containsExactly("2 +3");
    }

    @Test
    void tellsOfAStateWhenTimeAloneChangesIt() throws Exception {
        report("1", 0, "7");
        EventStream stream = open(Optional.empty());
        read(stream);

        clock.advance(Duration.ofSeconds(31));

        assertThat(read(stream)).containsExactly("1 stale");
    }

    @Test
    void endsAtOnceHoweverLongItsReaderWouldWait() throws Exception {
        EventStream ended = open(Optional.empty());
        Thread reader = Thread.startVirtualThread(() -> {
            try {
                ended.next(Duration.ofHours(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ended.end();
        reader.join();

        feed.close();
        assertThat(open(Optional.empty()).isEnded()).isTrue();
    }

    @Test
    void saysNothingWhereNothingChanges() throws Exception {
        assertThat(open(Optional.empty()).next(Duration.ofMillis(5))).isEmpty();
    }

    private EventStream open(Optional<RouteId> route) {
        EventStream stream = feed.open(KB, route);
        open.add(stream);
        return stream;
    }

    /** {@code BUS +SECONDS} of positions and {@code BUS STATE} of states, all that come at once. */
    private static List<String> read(EventStream stream) throws InterruptedException {
        String events = new String(stream.next(LONG), StandardCharsets.UTF_8);
        List<String> read =
                EVENT.matcher(events).results().map(EventFeedTest::event).toList();
        assertThat(events.split("\n\n")).hasSameSizeAs(read);
        return read;
    }

    private static String event(MatchResult event) {
        return event.group(2) + " "
                + (event.group(1).equals("position")
                        ? "+" + (Long.parseLong(event.group(3)) - NOON.toEpochMilli()) / 1_000
                        : event.group(4));
    }

    private void report(String bus, int second, String route) {
        report(BusKey.of("kb", bus), second, route);
    }

    private void report(BusKey bus, int second, String route) {
        board.accept(new Position(
                bus,
                NOON.plusSeconds(second),
                clock.instant(),
                37.5,
                127,
                Motion.UNKNOWN,
                null,
                new Trip(route, null, null, null, null),
                StopRelation.UNKNOWN,
                Occupancy.UNKNOWN,
                Device.UNKNOWN,
                null));
    }
}
