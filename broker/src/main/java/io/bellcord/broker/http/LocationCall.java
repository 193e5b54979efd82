package io.bellcord.broker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.http.EnvelopeRoutes.Call;
import io.bellcord.broker.http.JsonBody.Value;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code POST /bus/location}: a position from a phone, under the same rules as one that comes over MQTT. */
public final class LocationCall {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Callers callers;
    private final Reporting reporting;

    public LocationCall(Callers callers, Reporting reporting) {
        this.callers = callers;
        this.reporting = reporting;
    }

    Call call() {
        return new Call(HandlerType.POST, "/bus/location", this::receive);
    }

    private @Nullable Object receive(Context context) throws IOException {
        String token = Callers.token(context).orElseThrow(() -> new RequestRefused(ErrorCode.NOT_AUTHENTICATED));
        var body = JsonBody.of(context);
        String provider = body.identifier("providerId");
        BusId bus = bus(body.identifier("busId"));
        body.requireObject("location");
        byte[] payload = payload(body.textOrNumber("location.latitude"), body.textOrNumber("location.longitude"));
        Grant grant = callers.verified(context, provider, token);
        if (reporting.report(grant, new BusKey(grant.provider(), bus), payload) instanceof Outcome.Refused refused) {
            throw new RequestRefused(ErrorCode.POSITION_REFUSED, refused.message());
        }
        return null;
    }

    private static BusId bus(String id) {
        if (!BusId.isValid(id)) {
            throw new RequestRefused(ErrorCode.INVALID_ID, "busId");
        }
        return new BusId(id);
    }

    /** Written anew, so that no other key of the request can make another dialect of it. */
    private static byte[] payload(Value latitude, Value longitude) throws JsonProcessingException {
        ObjectNode payload = JSON.createObjectNode();
        ObjectNode location = payload.putObject("location");
        put(location, "latitude", latitude);
        put(location, "longitude", longitude);
        return JSON.writeValueAsBytes(payload);
    }

    private static void put(ObjectNode object, String key, Value value) {
        switch (value) {
            case Value.Text(String text) -> object.put(key, text);
            case Value.Numeral(String literal) -> object.putRawValue(key, new RawValue(literal));
            case Value.Other _ -> throw new IllegalArgumentException(key);
        }
    }
}
