package io.bellcord.broker.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What no route takes, and what one fails at: answered by a {@link Problem} that repeats nothing of what came. */
final class Unanswered implements Routes {
    private static final Logger log = LoggerFactory.getLogger(Unanswered.class);

    private final Messages messages = new Messages();

    @Override
    public void addTo(RoutesConfig routes) {
        routes.exception(HttpResponseException.class, (e, context) -> refuse(context, NoRequest.codeOf(e.getStatus())));
        routes.exception(IOException.class, (e, context) -> {
            log.debug("A call ended before it was answered path={}", context.path(), e);
            refuse(context, ErrorCode.MALFORMED_REQUEST);
        });
        routes.exception(Exception.class, (e, context) -> {
            log.error("A request failed; this is a bug path={}", context.path(), e);
            refuse(context, ErrorCode.SERVER_ERROR);
        });
    }

    private void refuse(Context context, ErrorCode code) {
        Problem.write(context, new RequestRefused(code), messages);
    }
}
