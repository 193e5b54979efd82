package io.bellcord.broker.http;

import io.javalin.http.Context;
import java.util.List;

/** Lets web pages of other origins call. They authenticate by a header, never by a cookie, so none is ever allowed. */
public final class Cors {
    private static final String A_DAY = "86400";

    private final List<String> origins;

    public Cors(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** Says, to a browser that asks from a page of an allowed origin, that the page may read the answer. */
    public void allow(Context context) {
        String origin = context.header("Origin");
        if (origin != null && isAllowed(origin)) {
            context.header("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin);
            context.header("Access-Control-Expose-Headers", "Retry-After, ETag");
        }
    }

    /**
     * Answers what a browser asks before the call itself.
     *
     * @param methods that there are, with commas between
     */
    public void preflight(Context context, String methods) {
        context.status(204).header("Allow", methods + ", OPTIONS").header("Vary", "Origin");
        allow(context);
        String origin = context.header("Origin");
        if (origin != null && isAllowed(origin)) {
            context.header("Access-Control-Allow-Methods", methods)
                    .header(
                            "Access-Control-Allow-Headers",
                            "Authorization, Content-Type, Accept-Language, If-None-Match, Cache-Control, Last-Event-ID")
                    .header("Access-Control-Max-Age", A_DAY);
        }
    }

    private boolean isAllowed(String origin) {
        return origins.contains("*") || origins.contains(origin);
    }
}
