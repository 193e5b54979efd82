package io.bellcord.broker.http.api;

import io.bellcord.broker.http.AnswerCounts;
import io.bellcord.broker.http.Cors;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.Messages;
import io.bellcord.broker.http.Problem;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths under {@code /v1}: every refusal is a {@link Problem}. */
public final class ApiRoutes implements Routes {
    private static final Logger log = LoggerFactory.getLogger(ApiRoutes.class);
    private static final String TREE = "/v1/*";

    private final List<Call> calls;
    private final Gate gate;
    private final Cors cors;
    private final AnswerCounts counts;
    private final Messages messages = new Messages();

    /** @param calls of all parts of the API */
    public ApiRoutes(List<Call> calls, Gate gate, Cors cors, AnswerCounts counts) {
        this.calls = List.copyOf(calls);
        this.gate = gate;
        this.cors = cors;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (Call call : calls) {
            routes.addHttpHandler(call.method(), call.path(), context -> serve(context, call));
            if (call.method().equals(HandlerType.GET)) {
                routes.addHttpHandler(HandlerType.HEAD, call.path(), context -> serve(context, call));
            }
        }
        HandlerType.values().stream()
                .filter(HandlerType::isHttpMethod) // there are others, which come before and after
                .forEach(method -> routes.addHttpHandler(method, TREE, this::serveOther));
    }

    private void serve(Context context, Call call) {
        answer(context, call.path(), () -> answerOf(context, call).write(context));
    }

    private Answer answerOf(Context context, Call call) throws IOException {
        if (call.audience() == Audience.EVERYBODY) {
            gate.admit(context);
            return call.work().answer(new ApiRequest(context, Optional.empty()));
        }
        var grant = gate.admit(context, context.pathParam("provider"), call.audience());
        return call.work().answer(new ApiRequest(context, Optional.of(grant)));
    }

    /** What no call is for: a browser's question before one, another method, or nothing that there is. */
    private void serveOther(Context context) {
        List<Call> here =
                calls.stream().filter(call -> call.isAt(context.path())).toList();
        String methods =
                here.stream().map(call -> call.method().name()).distinct().collect(Collectors.joining(", "));
        if (!here.isEmpty() && context.method().equals(HandlerType.OPTIONS)) {
            cors.preflight(context, methods);
            return;
        }
        String path = here.stream().map(Call::path).findFirst().orElse("unknown");
        answer(context, path, () -> {
            gate.admit(context);
            if (here.isEmpty()) {
                throw new RequestRefused(ErrorCode.NOT_FOUND);
            }
            context.header("Allow", methods + ", OPTIONS");
            throw new RequestRefused(ErrorCode.METHOD_NOT_ALLOWED, methods);
        });
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void answer(Context context, String path, Work work) {
        cors.allow(context);
        context.header("Vary", "Accept-Encoding, Accept-Language, Authorization, Origin");
        try {
            work.run();
            counts.count(path, "ok");
        } catch (RequestRefused e) {
            refuse(context, path, e);
        } catch (IOException e) {
            log.debug("A call ended before it was answered path={}", path, e);
            refuse(context, path, new RequestRefused(ErrorCode.MALFORMED_JSON, "it did not come as a whole"));
        } catch (RuntimeException e) {
            log.error("A call failed; this is a bug path={}", path, e);
            refuse(context, path, new RequestRefused(ErrorCode.SERVER_ERROR));
        }
    }

    private void refuse(Context context, String path, RequestRefused refused) {
        if (!context.res().isCommitted()) { // else it has begun, and ends here
            Problem.write(context, refused, messages);
        }
        counts.count(path, refused.code().code());
    }
}
