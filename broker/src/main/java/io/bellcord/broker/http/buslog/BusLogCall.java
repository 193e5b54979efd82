package io.bellcord.broker.http.buslog;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
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
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Server-sent events, until the caller hangs up or loses its right. */
public final class BusLogCall {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final int SILENCES = 3; // so many would fit into the time after which a silent connection is closed
    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);
    private static final String BEGINNING = ": what the bus's tracker does follows\n\n";
    private static final String HEARTBEAT = ":\n\n";

    private final LiveGrants grants;
    private final Observation observation;
    private final ObservedJson json;
    private final Duration silence;

    /**
     * Not called yet.
     *
     * @param requestTimeout so long a connection may be silent before it is closed
     */
    public BusLogCall(LiveGrants grants, Observation observation, ObservedJson json, Duration requestTimeout) {
        this.grants = grants;
        this.observation = observation;
        this.json = json;
        Duration share = requestTimeout.dividedBy(SILENCES);
        silence = share.compareTo(LONGEST_SILENCE) < 0 ? share : LONGEST_SILENCE;
    }

    public Call call() {
        return Call.get("/v1/providers/{provider}/ops/buses/{bus}/log", Audience.OPERATORS, this::answer);
    }

    private Answer answer(ApiRequest request) {
        String id = request.path("bus");
        if (!BusId.isValid(id)) {
            throw new RequestRefused(ErrorCode.INVALID_ID, "bus");
        }
        BusKey bus = new BusKey(request.provider(), new BusId(id));
        return context -> watch(context, bus, request.grant());
    }

    private void watch(Context context, BusKey bus, Grant operator) {
        try (Watch watch = observation.watch(bus).orElseThrow(() -> new RequestRefused(ErrorCode.BUSY, TRY_AGAIN))) {
            stream(context, watch, operator);
        }
    }

    private void stream(Context context, Watch watch, Grant operator) {
        context.res().setContentType("text/event-stream");
        context.res().setCharacterEncoding("utf-8");
        context.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
        try {
            OutputStream out = context.res().getOutputStream();
            send(out, BEGINNING);
            while (grants.holds(operator)) {
                send(out, watch.next(silence).map(this::event).orElse(HEARTBEAT));
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
