package io.bellcord.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.feed.RecordingSocket.Seen;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final StateRules RULES =
            new StateRules(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(3));

    private static final ProviderId KB = new ProviderId("kb");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Board board = new Board(RULES, new Presence(), meters, Clock.fixed(NOON, ZoneOffset.UTC));
    private final EventLoop loop = new DefaultEventLoop();
    private CompletableFuture<Void> load = CompletableFuture.completedFuture(null);
    private final Feed feed = new Feed(board, Duration.ZERO, _ -> load, meters);

    @AfterEach
    void stop() {
        board.close();
        loop.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS);
    }

    @Test
    void givesTheSnapshotFirstAndThenWhatChanges() {
        board.accept(fix("1001", 1));
        board.accept(fix("1002", 1));
        var socket = RecordingSocket.roomy();
        rider(socket, "bus/kb/+");

        board.accept(fix("1001", 2));

        await().untilAsserted(() -> assertThat(socket.seen()).hasSize(3));
        assertThat(socket.seen().subList(0, 2)).allMatch(Seen::retained);
        assertThat(socket.seen().getLast().retained()).isFalse();
        assertThat(socket.seen().getLast().payload()).contains("\"ts\":" + (NOON.toEpochMilli() + 2));
    }

    @Test
    void waitsWithTheSnapshotUntilLastLocationsAreLoaded() {
        load = new CompletableFuture<>();
        var socket = RecordingSocket.roomy();
        rider(socket, "bus/kb/+");
        assertThat(socket.seen()).isEmpty();

        board.accept(fix("1001", 1)); // what the loader brings
        load.complete(null);

        await().untilAsserted(() -> assertThat(socket.topics()).containsExactly("bus/kb/1001"));
    }

    @Test
    void tellsARefusalToWhoWaitsForLastLocations() {
        load = new CompletableFuture<>();
        var socket = RecordingSocket.roomy();
        rider(socket, "bus/kb/1/refused");

        onLoop(() -> {
            feed.refused(BusKey.of("kb", "1"), new byte[] {'1'}); // told by a task before that of the loading
            load.complete(null);
            feed.refused(BusKey.of("kb", "1"), new byte[] {'2'}); // told by a task behind it
            return null;
        });

        await().untilAsserted(() ->
                assertThat(socket.seen()).extracting(Seen::payload).containsExactly("1", "2"));
    }

    @Test
    void tellsARefusalThatComesWithTheLastLocations() {
        load = new CompletableFuture<>();
        var socket = RecordingSocket.roomy();
        rider(socket, "bus/kb/1/refused");

        onLoop(() -> {
            load.complete(null);
            feed.refused(BusKey.of("kb", "1"), new byte[] {'1'});
            return null;
        });

        await().untilAsserted(() ->
                assertThat(socket.seen()).extracting(Seen::payload).containsExactly("1"));
    }

    @Test
    void sendsEachBusOnceToARiderWithOverlappingFilters() {
        var socket = RecordingSocket.roomy();
        rider(socket, "bus/kb/+", "bus/kb/1001", "bus/kb/1001/#");

        board.accept(fix("1001", 1));

        await().untilAsserted(() ->
                assertThat(socket.topics()).containsExactlyInAnyOrder("bus/kb/1001", "bus/kb/1001/state"));
    }

    @Test
    void owesASlowRiderTheNewestOfEachBusAndNoBacklog() {
        var socket = new RecordingSocket(0);
        Rider rider = rider(socket, "bus/kb/+");
        for (int i = 1; i <= 1_000; i++) {
            board.accept(fix("1001", i));
            board.accept(fix("1002", i));
        }

        socket.makeRoom(100);
        onLoop(() -> {
            rider.writable();
            return null;
        });

        await().untilAsserted(() -> assertThat(socket.seen()).hasSizeGreaterThanOrEqualTo(2));
        assertThat(socket.lastOf("bus/kb/1001").payload()).contains("\"ts\":" + (NOON.toEpochMilli() + 1_000));
        assertThat(socket.seen()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void sendsNothingAfterUnsubscribe() {
        var socket = RecordingSocket.roomy();
        Rider rider = rider(socket, "bus/kb/+");
        board.accept(fix("1001", 1));
        await().untilAsserted(() -> assertThat(socket.seen()).hasSize(1));

        onLoop(() -> rider.unsubscribe("bus/kb/+"));
        board.accept(fix("1001", 2));
        onLoop(() -> null); // the tick that this caused has run before

        assertThat(socket.seen()).hasSize(1);
    }

    @Test
    void sendsNoRefusalOfAFilterThatWasGivenUp() {
        var socket = new RecordingSocket(0);
        Rider rider = rider(socket, "bus/kb/1001/refused", "bus/kb/1002/refused");
        feed.refused(BusKey.of("kb", "1001"), new byte[] {1});
        feed.refused(BusKey.of("kb", "1002"), new byte[] {1});
        onLoop(() -> null); // the tick that this caused has run before

        onLoop(() -> rider.unsubscribe("bus/kb/1001/refused"));
        socket.makeRoom(100);
        onLoop(() -> {
            rider.writable();
            return null;
        });

        assertThat(socket.topics()).containsExactly("bus/kb/1002/refused");
    }

    @Test
    void keepsProvidersApart() {
        var socket = RecordingSocket.roomy();
        rider(socket, "bus/kb/#");

        board.accept(Position.at(BusKey.of("other", "1001"), NOON, NOON, 1, 1));
        board.accept(fix("1001", 1));

        await().untilAsserted(() -> assertThat(socket.seen()).isNotEmpty());
        assertThat(socket.topics()).allMatch(topic -> topic.startsWith("bus/kb/"));
    }

    @Test
    void leavesOutWhatIsLargerThanTheClientTakes() {
        var socket = RecordingSocket.roomy().takingPacketsUpTo(85);
        rider(socket, "bus/kb/#");

        board.accept(fix("1001", 1));

        await().untilAsserted(() -> assertThat(socket.topics()).containsExactly("bus/kb/1001/state"));
    }

    @Test
    void tellsOfARefusalWhoeverSubscribedToIt() {
        var socket = RecordingSocket.roomy();
        rider(socket, "bus/kb/1001/refused");
        var other = RecordingSocket.roomy();
        rider(other, "bus/kb/1002/refused");

        feed.refused(BusKey.of("kb", "1001"), "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        await().untilAsserted(
                        () -> assertThat(socket.seen()).containsExactly(new Seen("bus/kb/1001/refused", "{}", false)));
        assertThat(other.seen()).isEmpty();
    }

    @Test
    void aLateWordThatABusWasForgottenDoesNotTakeItAwayAgain() {
        var loopFeed = new LoopFeed(
                feed,
                loop,
                FeedSettings.ticking(Duration.ZERO),
                Ticker.system(),
                new FeedMetrics(new SimpleMeterRegistry()));
        rider(loopFeed, RecordingSocket.roomy(), "bus/kb/+");
        board.accept(fix("1001", 1));
        BusPicture now = board.list(new ProviderId("kb")).iterator().next();
        onLoop(() -> null); // the tick that this caused has run before

        loopFeed.changed(new BusPicture(now.position(), now.state(), now.since(), now.version() - 1, true));
        onLoop(() -> null);

        var socket = RecordingSocket.roomy();
        rider(loopFeed, socket, "bus/kb/+");
        assertThat(socket.topics()).containsExactly("bus/kb/1001");
    }

    private Rider rider(RiderSocket socket, String... filters) {
        return onLoop(() -> subscribed(feed.join(loop, KB, socket), filters));
    }

    private Rider rider(LoopFeed loopFeed, RiderSocket socket, String... filters) {
        return onLoop(() -> subscribed(loopFeed.join(KB, socket), filters));
    }

    private static Rider subscribed(Rider rider, String... filters) {
        for (String filter : filters) {
            rider.subscribe(filter, Topics.parseFilter(filter).orElseThrow());
        }
        rider.begin(Stream.of(filters)
                .map(filter -> new Rider.Beginning(filter, true))
                .toList());
        return rider;
    }

    private <T> T onLoop(Callable<T> work) {
        return loop.submit(work).syncUninterruptibly().getNow();
    }

    private static Position fix(String bus, long millisAfterNoon) {
        return Position.at(
                new BusKey(new ProviderId("kb"), new io.bellcord.broker.transit.BusId(bus)),
                NOON.plusMillis(millisAfterNoon),
                NOON,
                43.7,
                7.4);
    }
}
