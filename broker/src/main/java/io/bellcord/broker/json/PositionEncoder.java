package io.bellcord.broker.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Device;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.broker.transit.Trip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes position JSON version 1 as riders get it, its keys always in the same order. */
public final class PositionEncoder {
    /** A centimetre. */
    private static final int COORDINATE_DECIMALS = 7;

    private static final int DECIMALS = 2;
    private static final int USUAL_SIZE = 320;

    private final JsonGenerator to;

    private PositionEncoder(JsonGenerator to) {
        this.to = to;
    }

    public static byte[] encode(Position position, BusState state) {
        var bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator to = JsonDocument.FACTORY.createGenerator(bytes)) {
            new PositionEncoder(to).write(position, state);
        } catch (IOException e) {
            throw new UncheckedIOException("A position cannot be written: " + position.bus(), e);
        }
        return bytes.toByteArray();
    }

    private void write(Position position, BusState state) throws IOException {
        to.writeStartObject();
        to.writeStringField("bus", position.bus().bus().value());
        to.writeNumberField("ts", position.fixTime().toEpochMilli());
        to.writeNumberField("rx", position.receiveTime().toEpochMilli());
        decimal("lat", position.latitude(), COORDINATE_DECIMALS);
        decimal("lon", position.longitude(), COORDINATE_DECIMALS);
        write(position.motion());
        text("st", position.status() == null ? null : position.status().code());
        write(position.trip());
        write(position.stop());
        write(position.occupancy());
        write(position.device());
        to.writeStringField("state", state.code());
        if (position.ext() != null) {
            to.writeFieldName("ext");
            to.writeRawValue(position.ext());
        }
        to.writeEndObject();
    }

    private void write(Motion motion) throws IOException {
        number("spd", motion.speed());
        number("hdg", motion.bearing());
        number("acc", motion.accuracy());
        number("alt", motion.altitude());
        number("odo", motion.odometer());
        if (motion.sequence() != null) {
            to.writeNumberField("seq", motion.sequence());
        }
        text("src", motion.source() == null ? null : motion.source().code());
    }

    private void write(Trip trip) throws IOException {
        text("route", trip.route());
        whole("dir", trip.direction());
        text("trip", trip.trip());
        text("sdate", trip.startDate());
        text("stime", trip.startTime());
    }

    private void write(StopRelation stop) throws IOException {
        text("stop", stop.stop());
        whole("sseq", stop.sequence());
        text("sstat", stop.status() == null ? null : stop.status().name());
    }

    private void write(Occupancy occupancy) throws IOException {
        text("occ", occupancy.status() == null ? null : occupancy.status().name());
        whole("occp", occupancy.percentage());
    }

    private void write(Device device) throws IOException {
        flag("door", device.doorOpen());
        flag("ign", device.ignition());
        number("batt", device.battery());
        number("rssi", device.signal());
        text("fw", device.firmware());
    }

    private void number(String key, @Nullable Double value) throws IOException {
        if (value != null) {
            decimal(key, value, DECIMALS);
        }
    }

    private void decimal(String key, double value, int decimals) throws IOException {
        to.writeFieldName(key);
        TerseNumber.write(to, value, decimals);
    }

    private void whole(String key, @Nullable Integer value) throws IOException {
        if (value != null) {
            to.writeNumberField(key, value);
        }
    }

    private void flag(String key, @Nullable Boolean value) throws IOException {
        if (value != null) {
            to.writeBooleanField(key, value);
        }
    }

    private void text(String key, @Nullable String value) throws IOException {
        if (value != null) {
            to.writeStringField(key, value);
        }
    }
}
