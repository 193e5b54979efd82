package io.bellcord.broker.http.api;

import io.javalin.http.Context;
import java.io.IOException;

/** What a call is answered. */
@FunctionalInterface
public interface Answer {
    /** Writes status, headers and body. */
    void write(Context context) throws IOException;

    /** Bytes that many are answered; 304 for who has them. */
    static Answer of(Body body) {
        return body::write;
    }

    /** Something small, written as JSON for this caller alone. */
    static Answer json(Object value) {
        return context -> context.header("Cache-Control", "no-store").json(value);
    }

    /** All is well, and there is nothing to say: 204. */
    static Answer nothing() {
        return context -> context.status(204).header("Cache-Control", "no-store");
    }
}
