package io.bellcord.broker.gtfsrt;

import com.google.protobuf.CodedOutputStream;
import com.google.transit.realtime.GtfsRealtime.FeedEntity;
import com.google.transit.realtime.GtfsRealtime.FeedHeader;
import com.google.transit.realtime.GtfsRealtime.FeedHeader.Incrementality;
import com.google.transit.realtime.GtfsRealtime.FeedMessage;
import io.bellcord.broker.feed.Board;
import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.gtfs.ProviderGtfs;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
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
    private static final Comparator<BusPicture> BY_BUS =
            Comparator.comparing(picture -> picture.bus().bus());

    private final Board board;
    private final Function<ProviderId, Optional<ProviderGtfs>> gtfs;
    private final Duration maxAge;
    private final InstantSource clock;
    private final Timer builds;
    private final ConcurrentMap<ProviderId, Kept> providers = new ConcurrentHashMap<>();

    /**
     * A document and what it was made of.
     *
     * @param goodUntil when the first of its positions becomes too old
     */
    private record Kept(
            FeedDocument document, long version, @Nullable ProviderGtfs gtfs, Instant builtAt, Instant goodUntil) {
        boolean isFresh(long versionNow, @Nullable ProviderGtfs gtfsNow, Instant now) {
            return now.getEpochSecond() == builtAt.getEpochSecond()
                    || (version == versionNow && gtfs == gtfsNow && now.isBefore(goodUntil));
        }
    }

    /**
     * Documents of what the board shows.
     *
     * @param maxAge older positions are left out
     */
    public VehiclePositions(
            Board board,
            Function<ProviderId, Optional<ProviderGtfs>> gtfs,
            Duration maxAge,
            InstantSource clock,
            MeterRegistry meters) {
        this.board = board;
        this.gtfs = gtfs;
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
        return kept.isFresh(board.version(provider), gtfs.apply(provider).orElse(null), clock.instant());
    }

    /** The others wait rather than build it again. */
    private Kept refreshed(ProviderId provider) {
        Kept kept = providers.compute(
                provider,
                (_, before) -> before != null && isFresh(provider, before) ? before : build(provider, before));
        return java.util.Objects.requireNonNull(kept);
    }

    private Kept build(ProviderId provider, @Nullable Kept before) {
        return java.util.Objects.requireNonNull(builds.record(() -> {
            long version = board.version(provider); // before the list: what changes meanwhile is seen next time
            ProviderGtfs known = gtfs.apply(provider).orElse(null);
            Instant now = clock.instant();
            List<BusPicture> shown = shown(provider, now);
            Instant goodUntil = shown.stream()
                    .map(picture -> picture.position().fixTime().plus(maxAge))
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX);
            byte[] entities = entities(shown, new Entities(known));
            FeedDocument document = before != null && before.document().hasEntities(entities)
                    ? before.document()
                    : document(entities, shown.size(), before == null ? now : later(now, before));
            return new Kept(document, version, known, now, goodUntil);
        }));
    }

    /** Never before the one before, even where the clock was set back. */
    private static Instant later(Instant now, Kept before) {
        Instant last = before.document().timestamp();
        return now.isBefore(last) ? last : now;
    }

    private List<BusPicture> shown(ProviderId provider, Instant now) {
        Instant oldest = now.minus(maxAge);
        return board.list(provider).stream()
                .filter(picture -> picture.state() != BusState.OUT_OF_SERVICE)
                .filter(picture -> picture.position().fixTime().isAfter(oldest))
                .sorted(BY_BUS)
                .toList();
    }

    private static byte[] entities(List<BusPicture> shown, Entities writer) {
        var bytes = new ByteArrayOutputStream(shown.size() * 128);
        try {
            CodedOutputStream to = CodedOutputStream.newInstance(bytes);
            for (BusPicture picture : shown) {
                FeedEntity entity = writer.entity(picture.position());
                to.writeMessage(FeedMessage.ENTITY_FIELD_NUMBER, entity);
            }
            to.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Its parts one behind the other: in protobuf's encoding a message is its fields, in any order. */
    private static FeedDocument document(byte[] entities, int vehicles, Instant timestamp) {
        FeedHeader header = FeedHeader.newBuilder()
                .setGtfsRealtimeVersion("2.0")
                .setIncrementality(Incrementality.FULL_DATASET)
                .setTimestamp(timestamp.getEpochSecond())
                .build();
        var headerOnly = FeedMessage.newBuilder().setHeader(header).build();
        byte[] first = headerOnly.toByteArray();
        byte[] all = new byte[first.length + entities.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(entities, 0, all, first.length, entities.length);
        return new FeedDocument(all, first.length, Instant.ofEpochSecond(timestamp.getEpochSecond()), vehicles);
    }
}
