package io.bellcord.broker.http.osmand;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.http.AnswerCounts;
import io.bellcord.broker.http.Callers;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.Messages;
import io.bellcord.broker.http.Problem;
import io.bellcord.broker.http.Reporting;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.http.Routes;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.transit.BusKey;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /osmand}. The apps send a fix again until they are answered with 200, and none after it meanwhile: so one that can
 * never be taken is answered with 200 as well, and what was wrong is in the body, and on the bus's {@code refused} topic.
 */
public final class OsmandRoutes implements Routes {
    private static final Logger log = LoggerFactory.getLogger(OsmandRoutes.class);
    private static final String PATH = "/osmand";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Callers callers;
    private final Reporting reporting;
    private final AnswerCounts counts;
    private final Clock clock;
    private final Messages messages = new Messages();

    public OsmandRoutes(Callers callers, Reporting reporting, AnswerCounts counts, Clock clock) {
        this.callers = callers;
        this.reporting = reporting;
        this.counts = counts;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(PATH, this::serve);
        routes.post(PATH, this::serve);
    }

    private void serve(Context context) {
        try {
            answer(context, told(receive(context)));
            counts.count(PATH, "ok");
        } catch (RequestRefused e) {
            refuse(context, e);
        } catch (IOException e) {
            log.debug("A request ended before it was answered path={}", PATH, e);
            refuse(context, new RequestRefused(ErrorCode.MALFORMED_REQUEST));
        } catch (RuntimeException e) {
            log.error("A request failed; this is a bug path={}", PATH, e); // without its query, which may hold a secret
            refuse(context, new RequestRefused(ErrorCode.SERVER_ERROR));
        }
    }

    private Outcome receive(Context context) throws IOException {
        Parameters parameters = Parameters.of(context);
        OsmandFix fix = OsmandFix.of(parameters, clock.instant());
        Presentation who = Presentation.of(context, parameters, fix.device());
        Grant grant = callers.verified(context, who.provider(), who.secret());
        return reporting.report(grant, new BusKey(grant.provider(), who.bus()), fix.payload());
    }

    private static ObjectNode told(Outcome outcome) {
        ObjectNode told = JSON.createObjectNode();
        switch (outcome) {
            case Outcome.Accepted _ -> told.put("outcome", "accepted");
            case Outcome.Superseded _ -> told.put("outcome", "superseded");
            case Outcome.Ignored ignored -> told.put("outcome", "ignored").put("message", ignored.why());
            case Outcome.Refused refused ->
                told.put("outcome", "refused")
                        .put("reason", refused.reason().code())
                        .put("message", refused.message());
        }
        return told;
    }

    private void refuse(Context context, RequestRefused refused) {
        counts.count(PATH, refused.code().code());
        Problem.write(context, refused, messages);
    }

    private static void answer(Context context, ObjectNode body) throws IOException {
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(JSON.writeValueAsBytes(body));
    }
}
