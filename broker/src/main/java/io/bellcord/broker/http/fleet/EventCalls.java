package io.bellcord.broker.http.fleet;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.feed.events.EventFeed;
import io.bellcord.broker.feed.events.EventStream;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.http.Streaming;
import io.bellcord.broker.http.api.Answer;
import io.bellcord.broker.http.api.ApiRequest;
import io.bellcord.broker.http.api.Audience;
import io.bellcord.broker.http.api.Call;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.RouteId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live feed as server-sent events. Each stream has a virtual thread, which waits for who reads. */
public final class EventCalls {
    private static final Logger log = LoggerFactory.getLogger(EventCalls.class);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final EventFeed feed;
    private final Stored stored;
    private final LiveGrants grants;
    private final StreamPlaces places;
    private final Streaming streaming;
    private final Clock clock;

    /**
     * Streams of a feed.
     *
     * @param grants under which streams go on; of nothing else
     */
    public EventCalls(
            EventFeed feed, Stored stored, LiveGrants grants, StreamPlaces places, Streaming streaming, Clock clock) {
        this.feed = feed;
        this.stored = stored;
        this.grants = grants;
        this.places = places;
        this.streaming = streaming;
        this.clock = clock;
    }

    public List<Call> calls() {
        return List.of(Call.get("/v1/providers/{provider}/events", Audience.READERS, this::events));
    }

    private Answer events(ApiRequest request) {
        Optional<RouteId> route = VehicleCalls.route(request);
        Grant grant = request.grant();
        return context -> {
            if (context.method().equals(HandlerType.HEAD)) {
                context.contentType("text/event-stream");
                return;
            }
            StreamPlaces.Place place = places.enter(grant.provider())
                    .orElseThrow(() -> new RequestRefused(ErrorCode.TOO_MANY_STREAMS, SOON));
            try (place) {
                stored.await(grant.provider());
                follow(context, grant, route);
            }
        };
    }

    private void follow(Context context, Grant grant, Optional<RouteId> route) {
        String id = UUID.randomUUID().toString();
        try (EventStream stream = feed.open(grant.provider(), route)) {
            grants.admit(id, grant, new Reader(stream));
            OutputStream to = streaming.begin(context);
            while (!stream.isEnded() && clock.instant().isBefore(grant.expiresAt())) {
                byte[] events = stream.next(untilBeat(grant));
                to.write(events.length == 0 ? BEAT : events);
                to.flush();
            }
        } catch (IOException e) {
            log.debug("A reader of events has gone, or reads no more provider={}", grant.provider(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        } finally {
            grants.forget(id);
        }
    }

    private Duration untilBeat(Grant grant) {
        Instant now = clock.instant();
        Duration silence = streaming.silence();
        return grant.expiresAt().isBefore(now.plus(silence)) ? Duration.between(now, grant.expiresAt()) : silence;
    }

    /** What ends a stream whose right is lost. */
    private record Reader(EventStream stream) implements LiveGrants.Connection {
        @Override
        public void end(Ending why) {
            stream.end();
        }

        @Override
        public void introduce(BusKey bus) {
            // it reports for none
        }
    }
}
