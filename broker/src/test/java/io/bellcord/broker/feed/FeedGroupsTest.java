package io.bellcord.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.feed.RecordingSocket.Seen;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.Trip;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups, ticks and what slow riders get, on one thread and by a time of its own. */
class FeedGroupsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ProviderId KB = new ProviderId("kb");
    private static final Duration TICK = Duration.ofMillis(100);

    private final TestClock clock = new TestClock(NOON);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Board board = new Board(
            new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
            new Presence(),
            meters,
            clock);
    private long nanos;
    private Optional<Duration> providersInterval = Optional.empty();
    private final Feed feed = new Feed(
            board,
            FeedSettings.ticking(TICK),
            _ -> CompletableFuture.completedFuture(null),
            _ -> providersInterval,
            meters,
            () -> nanos);

    FeedGroupsTest() {
        loop.freezeTime();
    }

    @AfterEach
    void stop() {
        board.close();
    }

    @Test
    void encodesOneFrameForAllWhoFollowTheSame() {
        List<RecordingSocket> sockets = sockets(50, "bus/kb/+");
        sockets.addAll(sockets(50, "bus/kb/1"));

        fixes(1, 1, 10);
        pass(TICK);

        assertThat(counted("frames", "live")).isEqualTo(2);
        assertThat(counted("deliveries", "live")).isEqualTo(50 * 10 + 50);
        assertThat(sockets.subList(0, 50))
                .allSatisfy(one -> assertThat(one.seen()).hasSize(10));
        assertThat(sockets.subList(50, 100))
                .allSatisfy(one -> assertThat(one.topics()).containsExactly("bus/kb/1"));
    }

    @Test
    void writesOnceATickHoweverMuchChanges() {
        RecordingSocket socket = sockets(1, "bus/kb/#").getFirst();
        fixes(1, 1, 1);
        pass(TICK);

        for (int i = 2; i <= 100; i++) {
            fixes(i, 1, 10);
        }
        pass(TICK);

        assertThat(socket.writes()).isEqualTo(2);
        assertThat(socket.seen().subList(2, socket.seen().size()))
                .hasSize(10 + 9); // nine are new, and so is their state
        assertThat(socket.lastOf("bus/kb/1").payload()).contains(ts(100));
    }

    @Test
    void sendsAtOnceWhatComesAfterAPause() {
        RecordingSocket socket = sockets(1, "bus/kb/+").getFirst();
        pass(TICK);

        fixes(1, 1, 1);
        loop.runPendingTasks();
        assertThat(socket.seen()).hasSize(1);

        fixes(2, 1, 1);
        loop.runPendingTasks();
        assertThat(socket.seen()).hasSize(1);
        pass(TICK);
        assertThat(socket.seen()).hasSize(2);
    }

    @Test
    void encodesASnapshotOnceForAllWhoComeTogether() {
        fixes(1, 1, 200);

        List<RecordingSocket> sockets = sockets(100, "bus/kb/#");

        int ranges = 200 / 32 + 1;
        assertThat(counted("frames", "snapshot")).isEqualTo(ranges);
        assertThat(sockets)
                .allSatisfy(one -> assertThat(one.seen()).hasSize(400).allMatch(Seen::retained));

        fixes(2, 1, 1);
        pass(TICK);
        RecordingSocket later = sockets(1, "bus/kb/#").getFirst();
        assertThat(counted("frames", "snapshot")).isEqualTo(ranges + 1);
        assertThat(later.lastOf("bus/kb/1").payload()).contains(ts(2));
    }

    @Test
    void aSlowRiderGetsTheNewestOfEachInOneFrameAndTheOthersWaitForNobody() {
        RecordingSocket slow = new RecordingSocket(0);
        Rider rider = join(slow, Duration.ZERO, "bus/kb/+");
        RecordingSocket quick = sockets(1, "bus/kb/+").getFirst();
        for (int i = 1; i <= 20; i++) {
            fixes(i, 1, 10);
            pass(TICK);
        }
        assertThat(quick.seen()).hasSize(20 * 10);

        slow.makeRoom(1);
        rider.writable();

        assertThat(slow.writes()).isEqualTo(1);
        assertThat(slow.seen()).hasSize(10).allMatch(one -> one.payload().contains(ts(20)));
        slow.makeRoom(10);
        fixes(21, 1, 1);
        pass(TICK);
        assertThat(slow.seen()).hasSize(11);
    }

    @Test
    void aSnapshotThatStopsInTheMiddleGoesOnWithTheNewestAndRepeatsNothing() {
        fixes(1, 1, 1_000);
        RecordingSocket slow = new RecordingSocket(1);
        Rider rider = join(slow, Duration.ZERO, "bus/kb/+");
        int first = slow.seen().size();
        assertThat(first).isBetween(1, 999);

        fixes(2, 1, 1_000);
        pass(TICK);
        slow.makeRoom(1_000);
        rider.writable();

        assertThat(slow.seen().stream().filter(Seen::retained)).hasSize(1_000);
        assertThat(slow.seen().stream().filter(one -> !one.retained())).hasSize(first);
        IntStream.rangeClosed(1, 1_000)
                .forEach(bus ->
                        assertThat(slow.lastOf("bus/kb/" + bus).payload()).contains(ts(2)));
    }

    @Test
    void whoIsAlwaysBehindSeesEveryBusAndRouteAllTheSame() {
        onRoute("1", "7", 0);
        RecordingSocket slow = new RecordingSocket(0);
        Rider rider = join(slow, Duration.ZERO, "bus/kb/+", "route/kb/7");
        for (int i = 1; i <= 40; i++) {
            fixes(i, 1, 1_000);
            onRoute("1", "7", i);
            pass(TICK);
            slow.makeRoom(1);
            rider.writable();
        }

        assertThat(slow.topics().stream().distinct()).hasSize(1_001).contains("route/kb/7");
    }

    @Test
    void ridersWhoAskForLessMakeNoMoreTicksForTheOthers() {
        RecordingSocket all = sockets(1, "bus/kb/+").getFirst();
        for (int i = 1; i <= 50; i++) {
            join(RecordingSocket.roomy(), Duration.ofMillis(100 + i), "bus/kb/+");
        }
        for (int i = 1; i <= 1_000; i++) {
            fixes(i, 1, 1);
            pass(Duration.ofMillis(1));
        }

        assertThat(all.writes()).isBetween(9, 11);
    }

    @Test
    void aSocketThatFailsTakesNothingFromTheOthers() {
        RecordingSocket failing = RecordingSocket.roomy();
        join(failing, Duration.ZERO, "bus/kb/+");
        RecordingSocket sameGroup = sockets(1, "bus/kb/+").getFirst();
        RecordingSocket otherGroup = sockets(1, "bus/kb/#").getFirst();
        failing.failOnce();

        for (int i = 1; i <= 20; i++) {
            fixes(i, 1, 1);
            pass(TICK);
        }

        assertThat(sameGroup.seen()).hasSize(20);
        assertThat(otherGroup.seen().stream().filter(one -> one.topic().equals("bus/kb/1")))
                .hasSize(20);
        assertThat(failing.lastOf("bus/kb/1").payload()).contains(ts(20));
    }

    @Test
    void ridersWhoFollowTheSameInOtherWordsShareAFrame() {
        sockets(1, "bus/kb/+");
        join(RecordingSocket.roomy(), Duration.ZERO, "bus/kb/+", "bus/kb/1");
        RecordingSocket bounded = RecordingSocket.roomy().takingPacketsUpTo(2_000_000);
        join(bounded, Duration.ZERO, "bus/kb/+");

        assertThat(meters.get("bellcord.feed.groups").gauge().value()).isEqualTo(1);
    }

    @Test
    void aRiderWhoAsksForLessGetsTheNewestOfEachAtItsPace() {
        RecordingSocket seldom = RecordingSocket.roomy();
        join(seldom, Duration.ofSeconds(5), "bus/kb/+");
        for (int i = 1; i <= 200; i++) { // twenty seconds
            fixes(i, 1, 2);
            pass(TICK);
        }

        assertThat(seldom.writes()).isBetween(4, 5);
        assertThat(seldom.seen()).hasSize(2 * seldom.writes());
        pass(Duration.ofSeconds(5));
        assertThat(seldom.lastOf("bus/kb/1").payload()).contains(ts(200));
    }

    @Test
    void aRiderWhoDoesNotSayHasThePaceOfItsProvider() {
        providersInterval = Optional.of(Duration.ofSeconds(5));
        RecordingSocket seldom = RecordingSocket.roomy();
        follow(feed.join(loop.eventLoop(), KB, seldom), true, "bus/kb/+");
        RecordingSocket often = RecordingSocket.roomy();
        join(often, Duration.ZERO, "bus/kb/+"); // says so itself
        for (int i = 1; i <= 100; i++) { // ten seconds
            fixes(i, 1, 2);
            pass(TICK);
        }

        assertThat(seldom.writes()).isBetween(2, 3);
        assertThat(often.writes()).isEqualTo(100);
    }

    @Test
    void whoJoinsAGroupThatWaitsDoesNotGetAgainWhatItsSnapshotHad() {
        Duration pace = Duration.ofSeconds(5);
        RecordingSocket early = RecordingSocket.roomy();
        join(early, pace, "bus/kb/+");
        pass(pace);
        fixes(1, 1, 2);
        pass(TICK);
        fixes(2, 1, 2);
        pass(TICK); // waits for the group to be due

        RecordingSocket late = RecordingSocket.roomy();
        join(late, pace, "bus/kb/+");
        fixes(3, 2, 1);
        pass(pace);

        assertThat(late.seen())
                .extracting(Seen::topic, Seen::retained)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("bus/kb/1", true),
                        org.assertj.core.groups.Tuple.tuple("bus/kb/2", true),
                        org.assertj.core.groups.Tuple.tuple("bus/kb/2", false));
        assertThat(early.lastOf("bus/kb/2").payload()).contains(ts(3));
    }

    @Test
    void aSnapshotHasWhatWaitsForTheTickAndTheTickDoesNotSayItAgain() {
        RecordingSocket early = sockets(1, "bus/kb/+").getFirst();
        fixes(1, 1, 2);
        pass(TICK);
        fixes(2, 1, 1);
        loop.runPendingTasks();
        fixes(3, 1, 1);

        RecordingSocket late = sockets(1, "bus/kb/+").getFirst();
        assertThat(late.lastOf("bus/kb/1").payload()).contains(ts(3));
        assertThat(early.lastOf("bus/kb/1").payload()).contains(ts(2));

        pass(TICK);
        assertThat(early.lastOf("bus/kb/1").payload()).contains(ts(3));
        assertThat(early.seen()).hasSize(2 + 2);
        assertThat(late.seen()).hasSize(2);
    }

    @Test
    void whoCatchesUpBetweenTwoTicksGetsNothingTwice() {
        RecordingSocket slow = new RecordingSocket(0);
        Rider rider = join(slow, Duration.ZERO, "bus/kb/+");
        fixes(1, 1, 2);
        pass(TICK);
        fixes(2, 1, 1);
        loop.runPendingTasks();
        fixes(3, 1, 2);
        sockets(1, "bus/kb/+"); // shows what waits

        slow.makeRoom(10);
        rider.writable();
        fixes(4, 2, 1);
        pass(TICK);

        assertThat(slow.seen()).extracting(Seen::topic).containsExactlyInAnyOrder("bus/kb/1", "bus/kb/2", "bus/kb/2");
        assertThat(slow.lastOf("bus/kb/1").payload()).contains(ts(3));
        assertThat(slow.lastOf("bus/kb/2").payload()).contains(ts(4));
    }

    @Test
    void whoCatchesUpBeforeItsGroupIsDueGetsNothingTwice() {
        Duration pace = Duration.ofSeconds(5);
        RecordingSocket slow = RecordingSocket.roomy();
        Rider rider = join(slow, pace, "bus/kb/+");
        pass(pace);
        slow.makeRoom(0);
        fixes(1, 1, 1);
        pass(TICK); // owed
        fixes(2, 1, 1);
        pass(TICK); // waits for the group to be due

        slow.makeRoom(10);
        rider.writable();
        pass(pace);

        assertThat(slow.seen())
                .extracting(Seen::payload)
                .singleElement()
                .asString()
                .contains(ts(2));
    }

    @Test
    void whoLeavesAGroupThatWaitsTakesAlongWhatItHasNotSentYet() {
        RecordingSocket socket = RecordingSocket.roomy();
        Rider rider = join(socket, Duration.ofSeconds(5), "bus/kb/+");
        pass(Duration.ofSeconds(5));
        fixes(1, 1, 1);
        pass(TICK);
        fixes(2, 1, 1);
        pass(TICK);

        subscribe(rider, Duration.ZERO, false, "bus/kb/2");

        assertThat(socket.lastOf("bus/kb/1").payload()).contains(ts(2));
        pass(Duration.ofSeconds(10));
        assertThat(socket.seen()).hasSize(2);
    }

    @Test
    void aSlowRiderIsNotOwedWhatItHasGivenUp() {
        RecordingSocket slow = new RecordingSocket(0);
        Rider rider = join(slow, Duration.ZERO, "bus/kb/+", "bus/kb/+/state");
        fixes(1, 1, 20);
        pass(TICK);

        rider.unsubscribe("bus/kb/+");
        slow.makeRoom(10);
        rider.writable();

        assertThat(slow.topics()).hasSize(20).allMatch(topic -> topic.endsWith("/state"));
    }

    @Test
    void aBusThatTakesTheSlotOfOneThatWasForgottenIsNotTakenForIt() {
        fixes(1, 1, 1);
        RecordingSocket slow = new RecordingSocket(0);
        Rider rider = join(slow, Duration.ZERO, "bus/kb/1");

        clock.advance(Duration.ofHours(4));
        board.sweep();
        pass(TICK);
        board.accept(
                Position.at(new BusKey(KB, new io.bellcord.broker.transit.BusId("2")), clock.instant(), NOON, 1, 1));
        pass(TICK);
        slow.makeRoom(10);
        rider.writable();

        assertThat(slow.seen()).isEmpty();
    }

    @Test
    void closesAGroupWithItsLastRider() {
        Rider one = join(RecordingSocket.roomy(), Duration.ZERO, "bus/kb/+");
        Rider other = join(RecordingSocket.roomy(), Duration.ZERO, "bus/kb/+", "bus/kb/1/state");
        assertThat(meters.get("bellcord.feed.groups").gauge().value()).isEqualTo(2);

        one.leave();
        other.leave();
        other.leave();

        assertThat(meters.get("bellcord.feed.groups").gauge().value()).isZero();
        assertThat(meters.get("bellcord.feed.riders").gauge().value()).isZero();
    }

    @Test
    void tellsAWholeRouteInOneMessageOnABeatOfItsOwn() {
        onRoute("1", "7", 1);
        onRoute("2", "7", 1);
        onRoute("3", "8", 1);
        RecordingSocket seven = sockets(1, "route/kb/7").getFirst();
        RecordingSocket all = sockets(1, "route/kb/+").getFirst();
        assertThat(seven.seen()).singleElement().satisfies(one -> {
            assertThat(one.retained()).isTrue();
            assertThat(one.payload())
                    .startsWith("{\"route\":\"7\",\"ts\":" + NOON.toEpochMilli() + ",\"buses\":[{\"bus\":\"1\",")
                    .contains(",{\"bus\":\"2\",")
                    .endsWith("}]}");
        });
        assertThat(all.topics()).containsExactlyInAnyOrder("route/kb/7", "route/kb/8");

        pass(Duration.ofSeconds(2)); // the first beat
        int before = seven.seen().size();
        for (int i = 2; i <= 41; i++) { // four seconds
            onRoute("1", "7", i);
            pass(TICK);
        }

        assertThat(seven.seen().size() - before).isBetween(2, 3);
        pass(Duration.ofSeconds(2));
        assertThat(seven.lastOf("route/kb/7").payload()).contains(ts(41)).contains(ts(1));
    }

    @Test
    void aBusThatChangesItsRouteIsTakenFromTheOldOne() {
        onRoute("1", "7", 1);
        RecordingSocket socket = sockets(1, "route/kb/#").getFirst();
        pass(Duration.ofSeconds(2));

        onRoute("1", "8", 2);
        pass(Duration.ofSeconds(2));

        assertThat(socket.lastOf("route/kb/7").payload()).endsWith("\"buses\":[]}");
        assertThat(socket.lastOf("route/kb/8").payload()).contains("\"bus\":\"1\"");
    }

    @Test
    void aSlowRiderGetsItsRouteAsItIsWhenItCanTakeMore() {
        onRoute("1", "7", 1);
        RecordingSocket slow = new RecordingSocket(0);
        Rider rider = join(slow, Duration.ZERO, "route/kb/7");
        for (int i = 2; i <= 100; i++) {
            onRoute("1", "7", i);
            pass(TICK);
        }

        slow.makeRoom(10);
        rider.writable();

        assertThat(slow.seen())
                .singleElement()
                .satisfies(one -> assertThat(one.payload()).contains(ts(100)));
    }

    private void onRoute(String bus, String route, long millis) {
        Position plain = Position.at(BusKey.of("kb", bus), NOON.plusMillis(millis), NOON, 43.7, 7.4);
        board.accept(new Position(
                plain.bus(),
                plain.fixTime(),
                plain.receiveTime(),
                plain.latitude(),
                plain.longitude(),
                plain.motion(),
                plain.status(),
                new Trip(route, null, null, null, null),
                plain.stop(),
                plain.occupancy(),
                plain.device(),
                plain.ext()));
    }

    private List<RecordingSocket> sockets(int count, String filter) {
        List<RecordingSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(RecordingSocket.roomy());
            join(sockets.getLast(), Duration.ZERO, filter);
        }
        return sockets;
    }

    private Rider join(RecordingSocket socket, Duration pace, String... filters) {
        Rider rider = feed.join(loop.eventLoop(), KB, socket);
        subscribe(rider, pace, true, filters);
        return rider;
    }

    private static void subscribe(Rider rider, Duration pace, boolean snapshot, String... filters) {
        rider.pace(pace);
        follow(rider, snapshot, filters);
    }

    private static void follow(Rider rider, boolean snapshot, String... filters) {
        Stream.of(filters)
                .forEach(filter ->
                        rider.subscribe(filter, Topics.parseFilter(filter).orElseThrow()));
        rider.begin(Stream.of(filters)
                .map(filter -> new Rider.Beginning(filter, snapshot))
                .toList());
    }

    /** One fix of each of so many buses, made so many milliseconds after noon. */
    private void fixes(long millis, int first, int buses) {
        for (int bus = first; bus < first + buses; bus++) {
            board.accept(Position.at(BusKey.of("kb", String.valueOf(bus)), NOON.plusMillis(millis), NOON, 43.7, 7.4));
        }
    }

    private void pass(Duration time) {
        loop.runPendingTasks(); // in time
        nanos += time.toNanos();
        loop.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        loop.runPendingTasks();
        loop.runPendingTasks(); // what those have scheduled for now
    }

    private double counted(String what, String use) {
        return meters.get("bellcord.feed." + what)
                .tag("use", use)
                .functionCounter()
                .count();
    }

    private static String ts(long millis) {
        return "\"ts\":" + (NOON.toEpochMilli() + millis) + ",";
    }
}
