package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.CLOCK;
import static io.bellcord.broker.testing.Fleet.NOW;
import static io.bellcord.broker.testing.Fleet.fix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.redis.Shard;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a store whose every answer the test decides; {@link PositionWriterRedisTest} has the real one. */
class PositionWriterTest {
    private static final BusKey SLOW = BusKey.of("slow", "1");
    private static final Shard HANGING = new Shard("hanging");
    private static final Shard DEAD = new Shard("dead");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HeldStore store = new HeldStore();
    private final PositionWriter writer = PositionWriter.start(store, CLOCK, meters);

    @AfterEach
    void close() {
        store.answers.release(1_000_000);
        store.hanging.release(1_000_000);
        writer.close();
    }

    @Test
    void writesWhatIsOffered() {
        store.answers.release();

        writer.offer(fix(1, 0));

        await().until(() -> store.batches.size() == 1);
        assertThat(store.batches.getFirst()).containsExactly(fix(1, 0));
        await().until(() -> meters.counter("bellcord.redis.written").count() == 1);
    }

    @Test
    void writesAllThatCameWhileTheStoreWasBusyAtOnceAndOfEachBusOnlyTheNewest() {
        writer.offer(fix(1, 0));
        await().until(() -> store.calls.get() == 1);
        writer.offer(fix(1, 3));
        writer.offer(fix(1, 2));
        writer.offer(fix(2, 1));

        store.answers.release(2);

        await().until(() -> store.batches.size() == 2);
        assertThat(store.batches.getFirst()).containsExactly(fix(1, 0));
        assertThat(store.batches.getLast()).containsExactlyInAnyOrder(fix(1, 3), fix(2, 1));
    }

    @Test
    void waitsWithNoMorePositionsThanThereAreBusesWhileTheStoreFails() {
        store.failing = true;
        for (int at = 0; at < 10_000; at++) {
            writer.offer(fix(at % 100, at));
        }
        await().until(() -> writer.failingSince().isPresent());

        assertThat(waiting()).isEqualTo(100);
        assertThat(writer.failingSince()).contains(NOW);

        store.failing = false;
        store.answers.release(1_000);
        await().until(() -> writer.failingSince().isEmpty() && waiting() == 0);
        assertThat(store.batches.getLast())
                .hasSize(100)
                .allMatch(it -> it.fixTime().isAfter(NOW.plusMillis(9_899)));
    }

    @Test
    void keepsAPositionThatCameDuringTheWriteOfAnOlderOneOfItsBus() {
        writer.offer(fix(1, 0));
        await().until(() -> store.calls.get() == 1);
        writer.offer(fix(1, 1));

        store.answers.release();

        await().until(() -> store.batches.size() == 1);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void writesWhatStillWaitsWhenItIsClosed() {
        writer.offer(fix(1, 0));
        writer.offer(fix(2, 0));
        store.answers.release(10);

        assertThat(writer.close(Duration.ofSeconds(5))).isZero();

        assertThat(store.batches.stream().flatMap(List::stream)).containsExactlyInAnyOrder(fix(1, 0), fix(2, 0));
    }

    @Test
    void saysHowManyAreLeftWhenTheDeadlinePassesFirst() {
        store.failing = true;
        writer.offer(fix(1, 0));
        writer.offer(fix(2, 0));

        assertThat(writer.close(Duration.ofMillis(50))).isEqualTo(2);
    }

    @Test
    void writesToOtherShardsWhileOneHangs() {
        store.shards.put(SLOW.provider(), HANGING);
        writer.offer(fix(SLOW, 0));
        await().until(() -> store.calls.get() == 1); // and it does not come back
        store.answers.release(1_000);

        writer.offer(fix(1, 0));

        await().until(() -> store.batches.size() == 1);
        assertThat(store.batches.getFirst()).containsExactly(fix(1, 0));
        store.hanging.release(1_000);
    }

    @Test
    void takesWhatWaitsAlongWhenItsProviderMovesToAnotherShard() {
        store.answers.release(1_000);
        store.shards.put(SLOW.provider(), DEAD);
        writer.offer(fix(SLOW, 0));
        await().until(() -> writer.failingSince().isPresent());

        store.shards.put(SLOW.provider(), new Shard("alive"));

        await().until(() -> store.batches.size() == 1);
        assertThat(store.batches.getFirst()).containsExactly(fix(SLOW, 0));
        await().until(() -> writer.failingSince().isEmpty());
    }

    /** Each server that took over, and each address that a server had, would leave a thread. */
    @Test
    void endsALaneThatNobodyHasNeededForLong() {
        store.answers.release(1_000);
        try (PositionWriter brief = new PositionWriter(store, CLOCK, new SimpleMeterRegistry(), Duration.ofMillis(1))) {
            for (int i = 0; i < 10; i++) {
                store.shards.put(SLOW.provider(), new Shard("gone-" + i));
                brief.offer(fix(SLOW, i));
            }

            await().until(() -> brief.lanes() == 0);
            assertThat(store.newest(SLOW)).isEqualTo(fix(SLOW, 9));

            brief.offer(fix(SLOW, 10));
            await().until(() -> fix(SLOW, 10).equals(store.newest(SLOW)));
        }
    }

    @Test
    void losesNothingThatIsOfferedWhileALaneEnds() {
        store.answers.release(1_000_000);
        try (PositionWriter brief = new PositionWriter(store, CLOCK, new SimpleMeterRegistry(), Duration.ZERO)) {
            for (int at = 0; at < 100; at++) { // each comes about when the lane of the one before is ending
                Position position = fix(SLOW, at);
                brief.offer(position);
                await().pollInterval(Duration.ofMillis(1))
                        .pollDelay(Duration.ZERO)
                        .until(() -> position.equals(store.newest(SLOW)));
            }
        }
    }

    @Test
    void writesWhatWaitsAfterAnErrorOfTheJvms() {
        store.error = new StackOverflowError("once");
        store.answers.release(1_000);

        writer.offer(fix(1, 0));

        await().until(() -> store.batches.size() == 1);
        assertThat(store.batches.getFirst()).containsExactly(fix(1, 0));
    }

    private double waiting() {
        return meters.get("bellcord.redis.waiting").gauge().value();
    }

    /** Answers a write when the test allows it one, or fails. */
    private static final class HeldStore implements LastLocations {
        final Semaphore answers = new Semaphore(0);
        final Semaphore hanging = new Semaphore(0);
        final Map<ProviderId, Shard> shards = new ConcurrentHashMap<>();
        final AtomicInteger calls = new AtomicInteger();
        final List<List<Position>> batches = Collections.synchronizedList(new ArrayList<>());
        volatile boolean failing;
        /** Thrown once. */
        volatile @Nullable Error error;

        @Override
        public List<Position> recordAll(List<Position> positions) {
            calls.incrementAndGet();
            Error once = error;
            if (once != null) {
                error = null;
                throw once;
            }
            Shard shard = shardOf(positions.getFirst().bus().provider());
            if (failing || shard.equals(DEAD)) {
                throw new IllegalStateException("the store is away");
            }
            if (shard.equals(HANGING)) {
                hanging.acquireUninterruptibly();
            }
            answers.acquireUninterruptibly();
            batches.add(positions);
            return positions;
        }

        /** Of what was written of a bus; null where nothing was. */
        @Nullable
        Position newest(BusKey bus) {
            synchronized (batches) {
                return batches.stream()
                        .flatMap(List::stream)
                        .filter(position -> position.bus().equals(bus))
                        .max(Comparator.comparing(Position::fixTime))
                        .orElse(null);
            }
        }

        @Override
        public Shard shardOf(ProviderId provider) {
            return shards.getOrDefault(provider, Shard.UNKNOWN);
        }

        @Override
        public Optional<Position> find(BusKey bus) {
            return Optional.empty();
        }

        @Override
        public List<Position> list(ProviderId provider) {
            return List.of();
        }

        @Override
        public int purge() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
