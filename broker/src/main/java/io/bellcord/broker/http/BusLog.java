package io.bellcord.broker.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.accounts.Accounts;
import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.Presented;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.observe.Observation;
import io.bellcord.broker.observe.Observed;
import io.bellcord.broker.observe.ObservedJson;
import io.bellcord.broker.observe.Watch;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /v1/providers/{provider}/ops/buses/{bus}/log}: what a bus's tracker does, as server-sent events, for an operator of
 * its provider. It goes on until the caller hangs up or loses its right.
 */
public final class BusLog implements Routes {
    private static final Pattern SCHEME = Pattern.compile("(?i)^Bearer +");
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final int SILENCES = 3; // so many would fit into the time after which a silent connection is closed
    private static final String BEGINNING = ": what the bus's tracker does follows\n\n";
    private static final String HEARTBEAT = ":\n\n";

    private final TokenVerifier tokens;
    private final LiveGrants grants;
    private final FailedTokens failedTokens;
    private final Observation observation;
    private final ObservedJson json;
    private final Duration silence;

    /**
     * Not served yet.
     *
     * @param requestTimeout so long a connection may be silent before it is closed
     */
    public BusLog(
            TokenVerifier tokens,
            LiveGrants grants,
            FailedTokens failedTokens,
            Observation observation,
            ObservedJson json,
            Duration requestTimeout) {
        this.tokens = tokens;
        this.grants = grants;
        this.failedTokens = failedTokens;
        this.observation = observation;
        this.json = json;
        Duration share = requestTimeout.dividedBy(SILENCES);
        silence = share.compareTo(LONGEST_SILENCE) < 0 ? share : LONGEST_SILENCE;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/providers/{provider}/ops/buses/{bus}/log", this::serve);
    }

    private void serve(Context context) throws IOException {
        try {
            Grant operator = operator(context);
            BusKey bus = new BusKey(operator.provider(), bus(context.pathParam("bus")));
            try (Watch watch = observation
                    .watch(bus)
                    .orElseThrow(() -> new RequestRefused(ErrorCode.BUSY, Duration.ofSeconds(30)))) {
                stream(context, watch, operator);
            }
        } catch (RequestRefused e) {
            refuse(context, e);
        }
    }

    private Grant operator(Context context) {
        String provider = context.pathParam("provider");
        String token = Optional.ofNullable(context.header("Authorization"))
                .map(header -> SCHEME.matcher(header).replaceFirst("").strip())
                .filter(found -> !found.isEmpty())
                .orElseThrow(() -> new RequestRefused(ErrorCode.NOT_AUTHENTICATED));
        Grant grant = failedTokens.watch(context, provider, token, () -> grant(provider, token));
        if (grant.role() != Role.OPERATOR) {
            throw new RequestRefused(
                    ErrorCode.NOT_ALLOWED,
                    "only an operator may see this, and the token is a "
                            + grant.role().code() + "'s");
        }
        return grant;
    }

    private Grant grant(String provider, String token) {
        return switch (tokens.verify(new Presented(provider, token.getBytes(StandardCharsets.ISO_8859_1)))) {
            case Verdict.Granted(Grant grant) when grants.holds(grant) -> grant;
            case Verdict.Granted _ -> throw new RequestRefused(ErrorCode.TOKEN_INVALID);
            case Verdict.Denied denied ->
                throw new RequestRefused(ErrorCode.of(Accounts.refusal(denied.reason())), denied.message());
        };
    }

    private static BusId bus(String id) {
        if (!BusId.isValid(id)) {
            throw new RequestRefused(ErrorCode.INVALID_ID, "bus");
        }
        return new BusId(id);
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

    private static void refuse(Context context, RequestRefused refused) throws IOException {
        ErrorCode code = refused.code();
        refused.retryAfter().ifPresent(wait -> context.header("Retry-After", Long.toString(wait.toSeconds())));
        context.status(code.status())
                .contentType("application/problem+json") // RFC 9457
                .result(new ObjectMapper()
                        .writeValueAsString(Map.of(
                                "status", code.status(),
                                "code", code.code(),
                                "detail", refused.detail())));
    }
}
