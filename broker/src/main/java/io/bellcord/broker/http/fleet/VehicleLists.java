package io.bellcord.broker.http.fleet;

import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The buses of each provider as a list in order, made again when one has changed, and not before a tick has passed: so what it
 * costs does not grow with those who ask. Safe for use by many threads.
 */
public final class VehicleLists {
    private final Board board;
    private final Stored stored;
    private final long tick;
    private final Ticker ticker;
    private final ConcurrentMap<ProviderId, Made> lists = new ConcurrentHashMap<>();

    private record Made(VehicleList list, long version, long at) {}

    /** @param tick so old a list may be */
    public VehicleLists(Board board, Stored stored, Duration tick, Ticker ticker) {
        this.board = board;
        this.stored = stored;
        this.tick = tick.toNanos();
        this.ticker = ticker;
    }

    /** A tick old at most. */
    VehicleList of(ProviderId provider) {
        stored.await(provider);
        Made made = lists.get(provider);
        if (made != null && isGood(made, provider)) {
            return made.list();
        }
        Made anew = lists.compute(
                provider,
                (_, before) -> before != null && isGood(before, provider) ? before : make(provider)); // one makes it
        return Objects.requireNonNull(anew).list();
    }

    private boolean isGood(Made made, ProviderId provider) {
        return made.version() == board.version(provider) || ticker.nanos() - made.at() < tick;
    }

    private Made make(ProviderId provider) {
        long version = board.version(provider); // before the list: what changes meanwhile makes another
        List<BusPicture> buses = board.list(provider).stream()
                .sorted(Comparator.comparing(picture -> picture.bus().bus()))
                .toList();
        return new Made(new VehicleList(buses), version, ticker.nanos());
    }
}
