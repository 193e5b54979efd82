package io.bellcord.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What riders get under {@code feed/}, on one thread and by a time of its own. */
class DatasetTest {
    private static final ProviderId KB = new ProviderId("kb");
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String FILTER = "feed/kb/vehicle-positions";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Board board = new Board(
            new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3)),
            new Presence(),
            meters,
            new TestClock(NOON));
    private final List<ProviderId> asked = new ArrayList<>();
    private long nanos;
    private final Feed feed = new Feed(
            board,
            FeedSettings.ticking(TICK),
            _ -> CompletableFuture.completedFuture(null),
            _ -> Optional.empty(),
            meters,
            () -> nanos);

    DatasetTest() {
        loop.freezeTime();
        feed.onDatasetFollowed(asked::add);
    }

    @AfterEach
    void stop() {
        board.close();
    }

    @Test
    void asksForItWhenTheFirstFollowsAndNoMoreWhenNobodyDoes() {
        assertThat(feed.datasetsFollowed()).isEmpty();
        Rider one = join(RecordingSocket.roomy(), FILTER);
        Rider other = join(RecordingSocket.roomy(), "feed/kb/+");
        assertThat(asked).containsExactly(KB);
        assertThat(feed.datasetsFollowed()).containsExactly(KB);

        one.leave();
        assertThat(feed.datasetsFollowed()).containsExactly(KB);
        other.leave();

        assertThat(feed.datasetsFollowed()).isEmpty();
    }

    @Test
    void givesTheNewestOnSubscribeAndThenEachThatDiffers() {
        var first = RecordingSocket.roomy();
        join(first, FILTER);
        publish("one");
        var second = RecordingSocket.roomy();
        join(second, "feed/kb/#");
        publish("one");
        publish("two");

        assertThat(first.seen())
                .containsExactly(
                        new RecordingSocket.Seen(FILTER, "one", true), new RecordingSocket.Seen(FILTER, "two", false));
        assertThat(second.seen()).isEqualTo(first.seen());
    }

    @Test
    void encodesOneFrameForAllWhoFollow() {
        List<RecordingSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sockets.add(RecordingSocket.roomy());
            join(sockets.getLast(), FILTER);
        }
        publish("one");

        assertThat(counted("frames")).isEqualTo(1);
        assertThat(counted("deliveries")).isEqualTo(50);
    }

    @Test
    void aSlowRiderGetsOnlyTheNewest() {
        var slow = new RecordingSocket(0);
        Rider rider = join(slow, FILTER);
        publish("one");
        publish("two");
        publish("three");
        assertThat(slow.seen()).isEmpty();

        slow.makeRoom(10);
        rider.writable();

        assertThat(slow.seen()).extracting(RecordingSocket.Seen::payload).containsExactly("three");
    }

    @Test
    void leavesRoomForBusesWhereThereIsNeverEnough() {
        var slow = new RecordingSocket(0);
        Rider rider = join(slow, FILTER, "bus/kb/+");
        for (int i = 1; i <= 20; i++) {
            board.accept(Position.at(BusKey.of("kb", "1"), NOON.plusMillis(i), NOON, 43.7, 7.4));
            publish("dataset " + i);
            slow.makeRoom(1);
            rider.writable();
        }

        assertThat(slow.topics()).contains(FILTER, "bus/kb/1");
        assertThat(slow.seen().stream().filter(one -> one.topic().equals("bus/kb/1")))
                .hasSizeGreaterThan(5);
    }

    @Test
    void isASnapshotStillWhenANewerOneTakesItsPlace() {
        var slow = new RecordingSocket(0);
        Rider rider = join(slow, FILTER);
        publish("one");
        publish("two");

        slow.makeRoom(10);
        rider.writable();

        assertThat(slow.seen()).containsExactly(new RecordingSocket.Seen(FILTER, "two", true));
    }

    @Test
    void isNotSentToWhoTakesNoPacketAsLargeToTheByte() {
        String message = "x".repeat(100_000);
        int packet = 1 + 3 + 2 + FILTER.length() + message.length();
        var fits = RecordingSocket.roomy().takingPacketsUpTo(packet);
        var doesNot = RecordingSocket.roomy().takingPacketsUpTo(packet - 1);
        join(fits, FILTER);
        join(doesNot, FILTER);

        publish(message);

        assertThat(fits.seen()).hasSize(1);
        assertThat(doesNot.seen()).isEmpty();
        assertThat(meters.get("bellcord.feed.too.large").counter().count()).isEqualTo(1);
    }

    @Test
    void aFurtherSubscriptionBringsItNoSecondTime() {
        var socket = RecordingSocket.roomy();
        Rider rider = join(socket, FILTER);
        publish("one");

        subscribe(rider, "bus/kb/+");
        pass(TICK);
        rider.unsubscribe("bus/kb/+");
        pass(TICK);

        assertThat(socket.seen()).hasSize(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void nothingComesAfterUnsubscribing() {
        var socket = RecordingSocket.roomy();
        Rider rider = join(socket, FILTER, "bus/kb/+");
        publish("one");

        rider.unsubscribe(FILTER);
        publish("two");
        pass(TICK);

        assertThat(socket.seen()).hasSize(1);
        assertThat(feed.datasetsFollowed()).isEmpty();
    }

    @Test
    void followsAgainAfterItWasLetGo() {
        var socket = RecordingSocket.roomy();
        Rider rider = join(socket, FILTER, "bus/kb/+");
        publish("one");
        rider.unsubscribe(FILTER);
        publish("two");
        pass(TICK);

        subscribe(rider, FILTER);
        assertThat(asked).hasSize(2);
        publish("three");

        assertThat(socket.seen()).extracting(RecordingSocket.Seen::payload).containsExactly("one", "three");
        assertThat(socket.seen().getLast().retained()).isTrue();
    }

    private Rider join(RecordingSocket socket, String... filters) {
        Rider rider = feed.join(loop.eventLoop(), KB, socket);
        subscribe(rider, filters);
        return rider;
    }

    private static void subscribe(Rider rider, String... filters) {
        for (String filter : filters) {
            rider.subscribe(filter, Topics.parseFilter(filter).orElseThrow());
        }
        rider.begin(java.util.Arrays.stream(filters)
                .map(filter -> new Rider.Beginning(filter, true))
                .toList());
    }

    private void publish(String message) {
        feed.dataset(KB, message.getBytes(StandardCharsets.UTF_8));
        pass(TICK);
    }

    private void pass(Duration time) {
        loop.runPendingTasks(); // in time
        nanos += time.toNanos();
        loop.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        loop.runPendingTasks();
        loop.runPendingTasks();
    }

    private double counted(String what) {
        return meters.get("bellcord.feed." + what)
                .tag("use", "dataset")
                .functionCounter()
                .count();
    }
}
