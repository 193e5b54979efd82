package io.bellcord.broker.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import io.bellcord.broker.transit.FixSource;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.ServiceStatus;
import io.bellcord.broker.transit.StopRelation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the keys of position JSON version 1 into a draft. Unknown keys are read over. */
public final class PositionReader {
    private static final Choices<FixSource> SOURCES = Choices.ofCodes(List.of(FixSource.values()), FixSource::code);
    private static final Choices<ServiceStatus> STATUSES =
            Choices.ofCodes(List.of(ServiceStatus.values()), ServiceStatus::code);
    private static final Choices<StopRelation.Status> STOP_STATUSES =
            Choices.ofGtfs(List.of(StopRelation.Status.values()));
    private static final Choices<Occupancy.Status> OCCUPANCIES = Choices.ofGtfs(List.of(Occupancy.Status.values()));

    /** 1973 to 5138 in milliseconds. No clock's seconds or microseconds of our time are within. */
    private static final long EARLIEST = 100_000_000_000L;

    private static final long LATEST = 100_000_000_000_000L;
    private static final long A_TIME_IN_SECONDS = 1_000_000_000L;
    private static final int LONGEST_EXT = 1024;

    private PositionReader() {}

    /** A key that the caller reads itself. */
    @FunctionalInterface
    public interface OwnKey {
        /** Reads the value the parser stands on if the key is the caller's; false if it is not. */
        boolean read(String key, JsonParser parser) throws IOException;
    }

    /** Reads the object that the parser stands on, to its closing brace. */
    public static PositionDraft read(JsonParser parser) throws IOException {
        return read(parser, (key, value) -> false);
    }

    /** Reads the object that the parser stands on, to its closing brace. */
    public static PositionDraft read(JsonParser parser, OwnKey own) throws IOException {
        return read(parser, own, new FieldReader(parser));
    }

    /** The same of what a node has written, perhaps one of a later version, which knows more words. */
    public static PositionDraft readStored(JsonParser parser, OwnKey own) throws IOException {
        return read(parser, own, new FieldReader(parser, true));
    }

    private static PositionDraft read(JsonParser parser, OwnKey own, FieldReader fields) throws IOException {
        var draft = new PositionDraft();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            if (!own.read(key, parser)) {
                readKey(key, fields, draft, parser);
            }
        }
        fields.problem().ifPresent(draft::problem);
        return draft;
    }

    private static void readKey(String key, FieldReader in, PositionDraft draft, JsonParser parser) throws IOException {
        switch (key) {
            case "ts" -> draft.fixTime = fixTime(in);
            case "lat" -> draft.latitude = in.number(key);
            case "lon" -> draft.longitude = in.number(key);
            case "bus" -> draft.bus = in.text(key);
            case "spd" -> draft.speed = in.number(key);
            case "hdg" -> draft.bearing = in.number(key);
            case "acc" -> draft.accuracy = in.number(key);
            case "alt" -> draft.altitude = in.number(key);
            case "odo" -> draft.odometer = in.number(key);
            case "seq" -> draft.sequence = in.whole(key);
            case "src" -> draft.source = in.choice(key, SOURCES);
            case "st" -> draft.status = in.choice(key, STATUSES);
            case "route" -> draft.route = in.text(key);
            case "dir" -> draft.direction = in.smallWhole(key);
            case "trip" -> draft.trip = in.text(key);
            case "sdate" -> draft.startDate = in.text(key);
            case "stime" -> draft.startTime = in.text(key);
            case "stop" -> draft.stop = in.text(key);
            case "sseq" -> draft.stopSequence = in.smallWhole(key);
            case "sstat" -> draft.stopStatus = in.choice(key, STOP_STATUSES);
            case "occ" -> draft.occupancy = in.choice(key, OCCUPANCIES);
            case "occp" -> draft.occupancyPercentage = in.smallWhole(key);
            case "door" -> draft.doorOpen = in.flag(key);
            case "ign" -> draft.ignition = in.flag(key);
            case "batt" -> draft.battery = in.number(key);
            case "rssi" -> draft.signal = in.number(key);
            case "fw" -> draft.firmware = in.text(key);
            case "ext" -> draft.ext = ext(in);
            default -> parser.skipChildren();
        }
    }

    /** Browsers give fractions of a millisecond, which say nothing about a bus. */
    private static @Nullable Long fixTime(FieldReader in) throws IOException {
        Double number = in.number("ts");
        if (number == null || (number >= EARLIEST && number < LATEST)) {
            return number == null ? null : Long.valueOf(number.longValue());
        }
        in.note(Problem.outOfRange(whatIsWrongWithTime(number, in.found())));
        return null;
    }

    private static String whatIsWrongWithTime(double time, String found) {
        if (time >= LATEST) {
            return "ts looks like microseconds or finer: send milliseconds";
        }
        return time >= A_TIME_IN_SECONDS
                ? "ts looks like seconds: send milliseconds"
                : "ts must be epoch milliseconds but is " + found + ": is the tracker's clock set?";
    }

    private static @Nullable String ext(FieldReader in) throws IOException {
        String ext = in.object("ext");
        int bytes = ext == null ? 0 : ext.getBytes(UTF_8).length;
        if (bytes <= LONGEST_EXT) {
            return ext;
        }
        in.note(Problem.outOfRange("ext must be at most " + LONGEST_EXT + " bytes but has " + bytes));
        return null;
    }
}
