package io.bellcord.broker.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bellcord.broker.ingest.Outcome.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** What stands on {@code bus/<provider>/<busId>/refused}. */
final class RefusedJson {
    private static final JsonFactory JSON = new JsonFactory();

    private RefusedJson() {}

    static byte[] encode(Refused refused, Instant at) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("reason", refused.reason().code());
            json.writeStringField("message", refused.message());
            json.writeNumberField("ts", at.toEpochMilli());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
