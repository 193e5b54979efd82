package io.bellcord.broker.http;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.bellcord.broker.accounts.AccountRefused;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths under {@code /auth} and {@code /bus}, whose every answer, whatever goes wrong, is an {@link Envelope}. */
public final class EnvelopeRoutes implements Routes {
    private static final Logger log = LoggerFactory.getLogger(EnvelopeRoutes.class);
    private static final List<String> TREES = List.of("/auth/*", "/bus/*");

    /** What is done at one path. */
    record Call(HandlerType method, String path, Work work) {
        /** Answers the data. */
        @FunctionalInterface
        interface Work {
            @Nullable
            Object answer(Context context) throws IOException;
        }
    }

    private final Map<String, Call> calls;
    private final Cors cors;
    private final Messages messages = new Messages();
    private final AnswerCounts counts;

    public EnvelopeRoutes(AccountCalls accounts, LocationCall location, Cors cors, AnswerCounts counts) {
        this.calls = Stream.concat(accounts.calls().stream(), Stream.of(location.call()))
                .collect(toUnmodifiableMap(Call::path, call -> call));
        this.cors = cors;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        calls.values().forEach(call -> routes.addHttpHandler(call.method(), call.path(), this::serve));
        for (String tree : TREES) {
            HandlerType.values().stream()
                    .filter(HandlerType::isHttpMethod) // there are others, which come before and after
                    .forEach(method -> routes.addHttpHandler(method, tree, this::serve));
        }
    }

    private void serve(Context context) {
        Optional<Call> call = Optional.ofNullable(calls.get(context.path()));
        if (call.isPresent() && context.method().equals(HandlerType.OPTIONS)) {
            cors.preflight(context, call.get().method().name());
            return;
        }
        cors.allow(context);
        Locale language = messages.language(context.header("Accept-Language"));
        String name = call.map(found -> found.path()).orElse("unknown");
        try {
            answer(context, language, data(context, call));
            counts.count(name, "ok");
        } catch (RequestRefused e) {
            refuse(context, language, e);
            counts.count(name, e.code().code());
        }
    }

    private @Nullable Object data(Context context, Optional<Call> call) {
        try {
            return find(context, call).work().answer(context);
        } catch (AccountRefused e) {
            throw RequestRefused.of(e);
        } catch (IOException e) {
            throw new RequestRefused(ErrorCode.MALFORMED_JSON, "it did not come as a whole");
        } catch (RequestRefused e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("A request failed; this is a bug path={}", context.path(), e);
            throw new RequestRefused(ErrorCode.SERVER_ERROR);
        }
    }

    private static Call find(Context context, Optional<Call> call) {
        Call found = call.orElseThrow(() -> new RequestRefused(ErrorCode.NOT_FOUND));
        if (!found.method().equals(context.method())) {
            context.header("Allow", found.method().name() + ", OPTIONS");
            throw new RequestRefused(
                    ErrorCode.METHOD_NOT_ALLOWED, found.method().name());
        }
        return found;
    }

    private void answer(Context context, Locale language, @Nullable Object data) {
        write(context, language, new Envelope(messages.text(language, "ok", ""), data, null, 200));
    }

    private void refuse(Context context, Locale language, RequestRefused refused) {
        ErrorCode code = refused.code();
        Optional<String> seconds = refused.retryAfter()
                .map(wait -> Long.toString(wait.plusMillis(999).toSeconds()));
        seconds.ifPresent(wait -> context.header("Retry-After", wait));
        if (code.status() == 401) {
            context.header("WWW-Authenticate", "Bearer"); // RFC 9110, 15.5.2
        }
        String text = messages.text(language, code.code(), seconds.orElse(refused.detail()));
        write(context, language, new Envelope(text, null, code.code(), code.status()));
    }

    private static void write(Context context, Locale language, Envelope envelope) {
        context.status(envelope.statusCode())
                .header("Content-Language", language.getLanguage())
                .header("Vary", "Accept-Language, Origin")
                .header("Cache-Control", "no-store")
                .json(envelope);
    }
}
