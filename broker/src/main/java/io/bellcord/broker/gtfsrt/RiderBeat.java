package io.bellcord.broker.gtfsrt;

import io.bellcord.broker.feed.Feed;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the newest vehicle positions to the riders who follow them: at once to the first, and then on a beat, if they changed. */
public final class RiderBeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RiderBeat.class);

    private final VehiclePositions positions;
    private final Feed feed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gtfs-realtime").factory());
    /** What riders have; the thread's own. */
    private final Map<ProviderId, FeedDocument> given = new HashMap<>();

    private RiderBeat(VehiclePositions positions, Feed feed) {
        this.positions = positions;
        this.feed = feed;
    }

    /**
     * Begins.
     *
     * @param interval the shortest time between two messages to one rider
     */
    public static RiderBeat start(VehiclePositions positions, Feed feed, Duration interval) {
        var beat = new RiderBeat(positions, feed);
        feed.onDatasetFollowed(beat::followed);
        Steady.every(beat.thread, interval, "Riders were not given vehicle positions", beat::giveNews);
        return beat;
    }

    /** Somebody follows it on an event loop that has none of it. Others keep their beat, so it is what they have. */
    private void followed(ProviderId provider) {
        try {
            thread.execute(() -> quietly(() -> give(provider, given.computeIfAbsent(provider, positions::newest))));
        } catch (RejectedExecutionException e) {
            log.debug("Nobody is told any more provider={}", provider, e);
        }
    }

    private void giveNews() {
        Set<ProviderId> followed = feed.datasetsFollowed();
        given.keySet().retainAll(followed);
        followed.forEach(provider -> quietly(() -> {
            FeedDocument newest = positions.newest(provider);
            if (given.put(provider, newest) != newest) {
                give(provider, newest);
            }
        }));
    }

    private void give(ProviderId provider, FeedDocument document) {
        feed.dataset(provider, document.protobuf());
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.error("Riders were not given vehicle positions; this is a bug", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
