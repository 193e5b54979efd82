package io.bellcord.simulator.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bellcord.simulator.driving.Duty;
import io.bellcord.simulator.driving.Fix;
import io.bellcord.simulator.driving.Occupancy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes position JSON, version 1. Safe for use by several threads. */
public final class PositionJson {
    private final JsonFactory factory = new JsonFactory();

    public byte[] encode(Fix fix) {
        var bytes = new ByteArrayOutputStream(256);
        try (var json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            writePlace(json, fix);
            writeService(json, fix);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writePlace(JsonGenerator json, Fix fix) throws IOException {
        json.writeNumberField("ts", fix.measuredAt().toEpochMilli());
        json.writeNumberField("lat", rounded(fix.place().latitude(), 1e6));
        json.writeNumberField("lon", rounded(fix.place().longitude(), 1e6));
        json.writeNumberField("spd", rounded(fix.speed(), 10));
        json.writeNumberField("hdg", Math.round(fix.heading()) % 360);
        json.writeNumberField("acc", Math.round(fix.accuracy()));
        json.writeNumberField("odo", Math.round(fix.odometer()));
        json.writeNumberField("seq", fix.sequence());
        json.writeStringField("src", "gps");
    }

    private static void writeService(JsonGenerator json, Fix fix) throws IOException {
        json.writeStringField("st", word(fix.duty()));
        json.writeStringField("route", fix.route());
        var direction = fix.direction();
        if (direction != null) {
            json.writeNumberField("dir", direction);
        }
        json.writeStringField("occ", Occupancy.ofPercent(fix.occupancyPercent()).name());
        json.writeNumberField("occp", fix.occupancyPercent());
    }

    private static String word(Duty duty) {
        return switch (duty) {
            case IN_SERVICE -> "in_service";
            case DEADHEAD -> "deadhead";
            case LAYOVER -> "layover";
        };
    }

    private static double rounded(double value, double parts) {
        return Math.rint(value * parts) / parts;
    }
}
