package io.bellcord.broker.gtfsrt;

import com.google.transit.realtime.GtfsRealtime.FeedHeader;
import com.google.transit.realtime.GtfsRealtime.FeedHeader.Incrementality;
import com.google.transit.realtime.GtfsRealtime.FeedMessage;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.gtfs.ProviderGtfs;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The vehicle positions of each provider, of those buses that are on the board and not out of service. A document is
 * written when it is asked for and something has changed, at most once a second, so that a header's timestamp stands
 * for one content; everybody else gets the same bytes. Safe for use by many threads.
 */
public final class VehiclePositions {
    private final Board board;
    private final Function<ProviderId, Optional<ProviderGtfs>> gtfs;
    private final Function<ProviderId, Map<BusId, String>> names;
    private final Duration maxAge;
    private final InstantSource clock;
    private final Timer builds;
    private final ConcurrentMap<ProviderId, Kept> providers = new ConcurrentHashMap<>();

    /**
     * A document and what it was made of.
     *
     * @param sheet for the next build alone, which has the provider's place in the map for itself
     * @param goodUntil when the first of its positions becomes too old
     */
    private record Kept(
            FeedDocument document, Sheet sheet, long version, Entities writer, Instant builtAt, Instant goodUntil) {
        boolean isOf(Instant second) {
            return second.getEpochSecond() == builtAt.getEpochSecond();
        }
    }

    /**
     * Documents of what the board shows.
     *
     * @param names of a provider's buses, those that have one beside their id
     * @param maxAge older positions are left out
     */
    public VehiclePositions(
            Board board,
            Function<ProviderId, Optional<ProviderGtfs>> gtfs,
            Function<ProviderId, Map<BusId, String>> names,
            Duration maxAge,
            InstantSource clock,
            MeterRegistry meters) {
        this.board = board;
        this.gtfs = gtfs;
        this.names = names;
        this.maxAge = maxAge;
        this.clock = clock;
        builds = Timer.builder("bellcord.gtfs.realtime.build")
                .description("Writing the vehicle positions of one provider")
                .register(meters);
    }

    /** Those of a provider that exists; no more than a second old. */
    public FeedDocument newest(ProviderId provider) {
        Kept kept = providers.get(provider);
        return kept != null && isFresh(provider, kept)
                ? kept.document()
                : refreshed(provider).document();
    }

    private boolean isFresh(ProviderId provider, Kept kept) {
        Instant now = clock.instant();
        return kept.isOf(now)
                || (kept.version() == board.version(provider)
                        && kept.writer().equals(writer(provider))
                        && now.isBefore(kept.goodUntil()));
    }

    private Entities writer(ProviderId provider) {
        return new Entities(gtfs.apply(provider).orElse(null), names.apply(provider));
    }

    /** The others wait rather than build it again. */
    private Kept refreshed(ProviderId provider) {
        Kept kept = providers.compute(
                provider,
                (_, before) -> before != null && isFresh(provider, before) ? before : build(provider, before));
        return Objects.requireNonNull(kept);
    }

    private Kept build(ProviderId provider, @Nullable Kept before) {
        return Objects.requireNonNull(builds.record(() -> {
            long version = board.version(provider); // before the list: what changes meanwhile is seen next time
            Entities writer = writer(provider);
            Instant now = clock.instant();
            Sheet sheet = before == null ? new Sheet(maxAge) : before.sheet();
            sheet.update(board.list(provider), writer, now);
            FeedDocument document =
                    before != null && !sheet.hasChanged() ? before.document() : document(sheet, later(now, before));
            return new Kept(document, sheet, version, writer, now, sheet.goodUntil());
        }));
    }

    /** Never before the one before, even where the clock was set back. */
    private static Instant later(Instant now, @Nullable Kept before) {
        return before != null && now.isBefore(before.document().timestamp())
                ? before.document().timestamp()
                : now;
    }

    /** Its parts one behind the other: in protobuf's encoding a message is its fields, in any order. */
    private static FeedDocument document(Sheet sheet, Instant timestamp) {
        FeedHeader header = FeedHeader.newBuilder()
                .setGtfsRealtimeVersion("2.0")
                .setIncrementality(Incrementality.FULL_DATASET)
                .setTimestamp(timestamp.getEpochSecond())
                .build();
        byte[] first = FeedMessage.newBuilder().setHeader(header).build().toByteArray();
        return new FeedDocument(
                sheet.copyBehind(first), Instant.ofEpochSecond(timestamp.getEpochSecond()), sheet.size());
    }
}
