package io.bellcord.broker.http.ops;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.http.Streaming;
import io.bellcord.broker.http.api.Answer;
import io.bellcord.broker.http.api.ApiRequest;
import io.bellcord.broker.http.api.Audience;
import io.bellcord.broker.http.api.Call;
import io.bellcord.broker.observe.Observation;
import io.bellcord.broker.observe.Observed;
import io.bellcord.broker.observe.ObservedJson;
import io.bellcord.broker.observe.Watch;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * {@code GET /v1/providers/{provider}/ops/buses/{bus}/log}: what a bus's tracker does, as server-sent events, for an operator of
 * its provider. It goes on until the caller hangs up or loses its right.
 */
public final class BusLog {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String BEGINNING = ": what the bus's tracker does follows\n\n";
    private static final String HEARTBEAT = ":\n\n";

    private final LiveGrants grants;
    private final Observation observation;
    private final ObservedJson json;
    private final Streaming streaming;

    public BusLog(LiveGrants grants, Observation observation, ObservedJson json, Streaming streaming) {
        this.grants = grants;
        this.observation = observation;
        this.json = json;
        this.streaming = streaming;
    }

    public Call call() {
        return Call.get("/v1/providers/{provider}/ops/buses/{bus}/log", Audience.OPERATORS, this::log);
    }

    private Answer log(ApiRequest request) {
        BusKey bus = new BusKey(request.provider(), bus(request.path("bus")));
        Grant operator = request.grant();
        return context -> {
            if (context.method().equals(HandlerType.HEAD)) {
                context.contentType("text/event-stream"); // what is written to nobody would never end
                return;
            }
            try (Watch watch =
                    observation.watch(bus).orElseThrow(() -> new RequestRefused(ErrorCode.TOO_MANY_STREAMS, SOON))) {
                stream(context, watch, operator);
            }
        };
    }

    private static BusId bus(String id) {
        if (!BusId.isValid(id)) {
            throw new RequestRefused(ErrorCode.UNKNOWN_BUS);
        }
        return new BusId(id);
    }

    private void stream(Context context, Watch watch, Grant operator) {
        try {
            OutputStream out = streaming.begin(context);
            send(out, BEGINNING);
            while (grants.holds(operator)) {
                send(out, watch.next(streaming.silence()).map(this::event).orElse(HEARTBEAT));
            }
        } catch (IOException e) {
            // the caller has hung up, which is how this ends
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        }
    }

    private String event(Observed observed) {
        return "event: " + ObservedJson.event(observed) + "\ndata: " + json.encode(observed) + "\n\n";
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
