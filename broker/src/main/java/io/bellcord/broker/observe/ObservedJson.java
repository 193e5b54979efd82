package io.bellcord.broker.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.transit.Position;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was seen, as JSON: docs/openapi.yaml, {@code Observed}. Times are epoch milliseconds, durations milliseconds. */
public final class ObservedJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final Function<Grant, Optional<Instant>> issued;

    /**
     * A writer.
     *
     * @param issued when that with which a client was let in was made, where that is known; it may take its time
     */
    public ObservedJson(Function<Grant, Optional<Instant>> issued) {
        this.issued = issued;
    }

    /** The kind of event that it is. */
    public static String event(Observed observed) {
        return switch (observed) {
            case Observed.Connected _ -> "connected";
            case Observed.Present _ -> "present";
            case Observed.Disconnected _ -> "disconnected";
            case Observed.Received _ -> "message";
            case Observed.Refused _ -> "refused";
            case Observed.Missed _ -> "missed";
        };
    }

    /** One line. */
    public String encode(Observed observed) {
        var text = new StringWriter();
        try (JsonGenerator to = JSON.createGenerator(text)) {
            to.writeStartObject();
            to.writeNumberField("at", observed.at().toEpochMilli());
            write(observed, to);
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a String has no I/O", e);
        }
        return text.toString();
    }

    private void write(Observed observed, JsonGenerator to) throws IOException {
        switch (observed) {
            case Observed.Connected connected -> write(connected.client(), to);
            case Observed.Present present -> write(present.client(), to);
            case Observed.Disconnected gone -> {
                to.writeStringField("connection", gone.connection());
                to.writeStringField("reason", gone.reason());
                to.writeNumberField("lasted", gone.lasted().toMillis());
            }
            case Observed.Received received -> write(received, to);
            case Observed.Refused refused -> {
                to.writeStringField("reason", refused.reason().code());
                to.writeStringField("message", refused.message());
            }
            case Observed.Missed missed -> to.writeNumberField("events", missed.events());
        }
    }

    private void write(ClientFacts client, JsonGenerator to) throws IOException {
        to.writeStringField("connection", client.connection());
        to.writeNumberField("since", client.since().toEpochMilli());
        to.writeStringField("clientId", client.clientId());
        to.writeBooleanField("clientIdAssigned", client.clientIdAssigned());
        to.writeNumberField("protocol", client.protocol());
        to.writeStringField("transport", client.webSocket() ? "websocket" : "tcp");
        to.writeBooleanField("tls", client.tls());
        to.writeBooleanField("cleanSession", client.cleanSession());
        to.writeNumberField("keepAlive", client.askedKeepAlive().toMillis());
        to.writeNumberField("keepAliveHeld", client.heldKeepAlive().toMillis());
        if (client.willTopic().isPresent()) {
            to.writeStringField("will", client.willTopic().get());
        }
        write(client.grant(), to);
        to.writeStringField("address", client.address());
    }

    private void write(Grant grant, JsonGenerator to) throws IOException {
        to.writeStringField("role", grant.role().code());
        to.writeStringField("login", login(grant.proof()));
        Optional<Instant> since = issued.apply(grant);
        if (since.isPresent()) {
            to.writeNumberField("issuedAt", since.get().toEpochMilli());
        }
        if (!grant.expiresAt().equals(Instant.MAX)) {
            to.writeNumberField("expiresAt", grant.expiresAt().toEpochMilli());
        }
    }

    private static String login(Proof proof) {
        return switch (proof) {
            case Proof.Token _ -> "token";
            case Proof.Credential _ -> "credential";
            case Proof.Certificate _ -> "certificate";
            case Proof.Nothing _ -> "none";
        };
    }

    private static void write(Observed.Received received, JsonGenerator to) throws IOException {
        to.writeNumberField("bytes", received.bytes());
        String text = new String(received.payload(), UTF_8);
        if (text.indexOf('\uFFFD') < 0 || received.bytes() > received.payload().length) {
            to.writeStringField("payload", SecretsMasked.in(text));
        } else {
            to.writeBinaryField("payloadBase64", received.payload());
        }
        switch (received.outcome()) {
            case Outcome.Accepted(Position position) -> good("accepted", position, to);
            case Outcome.Superseded(Position position) -> good("superseded", position, to);
            case Outcome.Ignored unheard -> {
                to.writeStringField("outcome", "ignored");
                to.writeStringField("message", SecretsMasked.in(unheard.why()));
            }
            case Outcome.Refused refused -> {
                to.writeStringField("outcome", "refused");
                to.writeStringField("reason", refused.reason().code());
                to.writeStringField("message", SecretsMasked.in(refused.message()));
            }
        }
    }

    private static void good(String outcome, Position position, JsonGenerator to) throws IOException {
        to.writeStringField("outcome", outcome);
        to.writeObjectFieldStart("position");
        to.writeNumberField("ts", position.fixTime().toEpochMilli());
        to.writeNumberField("lat", position.latitude());
        to.writeNumberField("lon", position.longitude());
        number("spd", position.motion().speed(), to);
        number("hdg", position.motion().bearing(), to);
        number("odo", position.motion().odometer(), to);
        to.writeEndObject();
    }

    private static void number(String key, @Nullable Double value, JsonGenerator to) throws IOException {
        if (value != null) {
            to.writeNumberField(key, value);
        }
    }
}
