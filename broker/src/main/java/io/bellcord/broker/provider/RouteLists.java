package io.bellcord.broker.provider;

import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of providers as they were some seconds ago at most, for those who ask often; while PostgreSQL is away, as they
 * were last. Safe for use by many threads.
 */
public final class RouteLists {
    private static final Logger log = LoggerFactory.getLogger(RouteLists.class);
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Function<ProviderId, List<Route>> source;
    private final Ticker ticker;
    private final ConcurrentMap<ProviderId, Kept> lists = new ConcurrentHashMap<>();

    private record Kept(List<Route> routes, long at) {}

    /** @param source reads those of a provider that exists; may wait, and may fail */
    public RouteLists(Function<ProviderId, List<Route>> source, Ticker ticker) {
        this.source = source;
        this.ticker = ticker;
    }

    /**
     * In the order of their ids.
     *
     * @throws RefusedException where they were never read and PostgreSQL is away
     */
    public List<Route> list(ProviderId provider) {
        long now = ticker.nanos();
        Kept kept = lists.get(provider);
        if (kept != null && isRecent(kept, now)) {
            return kept.routes();
        }
        Kept anew = lists.compute(
                provider,
                (_, before) -> before != null && isRecent(before, now) ? before : read(provider, before, now));
        return Objects.requireNonNull(anew).routes();
    }

    private static boolean isRecent(Kept kept, long now) {
        return now - kept.at() <= KEPT.toNanos();
    }

    private Kept read(ProviderId provider, @Nullable Kept before, long now) {
        try {
            return new Kept(source.apply(provider), now);
        } catch (RuntimeException e) {
            if (before == null) {
                throw e instanceof DataAccessException failure && Queries.isAway(failure)
                        ? new RefusedException(Reason.DATABASE_UNAVAILABLE, "PostgreSQL does not answer; try again")
                        : e;
            }
            log.debug("Routes not read again provider={}", provider, e);
            return new Kept(before.routes(), now);
        }
    }
}
