package io.bellcord.broker.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;

/** Lets web pages of other origins call. They authenticate by a header, never by a cookie, so none is ever allowed. */
final class Cors {
    private static final String A_DAY = "86400";

    private final List<String> origins;

    Cors(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** Says, to a browser that asks from a page of an allowed origin, that the page may read the answer. */
    void allow(Context context) {
        String origin = context.header("Origin");
        if (origin != null && isAllowed(origin)) {
            context.header("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin);
            context.header("Access-Control-Expose-Headers", "Retry-After");
        }
    }

    /** Answers what a browser asks before the call itself. */
    void preflight(Context context, HandlerType method) {
        context.status(204).header("Allow", method.name() + ", OPTIONS").header("Vary", "Origin");
        String origin = context.header("Origin");
        if (origin != null && isAllowed(origin)) {
            context.header("Access-Control-Allow-Methods", method.name())
                    .header("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept-Language")
                    .header("Access-Control-Max-Age", A_DAY);
        }
    }

    private boolean isAllowed(String origin) {
        return origins.contains("*") || origins.contains(origin);
    }
}
