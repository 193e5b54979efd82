package io.bellcord.broker.ingest;

import static io.bellcord.broker.ingest.Reason.FROM_THE_FUTURE;
import static io.bellcord.broker.ingest.Reason.MALFORMED;
import static io.bellcord.broker.ingest.Reason.MISSING_FIELD;
import static io.bellcord.broker.ingest.Reason.NOT_ITS_BUS;
import static io.bellcord.broker.ingest.Reason.NULL_ISLAND;
import static io.bellcord.broker.ingest.Reason.OUT_OF_RANGE;
import static io.bellcord.broker.ingest.Reason.TOO_LARGE;
import static io.bellcord.broker.ingest.Reason.TOO_OLD;
import static io.bellcord.broker.ingest.Reports.at;
import static io.bellcord.broker.ingest.Reports.outcomeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bellcord.broker.ingest.Outcome.Refused;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal, word by word: these are read by people who build trackers. */
class RefusalsTest {
    private static final String LONG = "x".repeat(200);

    @ParameterizedTest
    @MethodSource({"wrongTypes", "missing", "ranges", "texts", "choices", "times", "owners", "theServiceBefore", "sizes"
    })
    void saysWhatIsWrongAndWhatIsRight(String payload, Reason reason, String message) {
        assertThat(outcomeOf(payload)).isEqualTo(new Refused(reason, message));
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                arguments(at(0, "\"spd\":\"fast\""), MALFORMED, "spd must be a number but is \"fast\""),
                arguments(at(0, "\"lat\":\"37.5\""), MALFORMED, "lat must be a number but is \"37.5\""),
                arguments(at(0, "\"lon\":[127]"), MALFORMED, "lon must be a number but is an array"),
                arguments(at(0, "\"ts\":\"now\""), MALFORMED, "ts must be a number but is \"now\""),
                arguments(at(0, "\"route\":true"), MALFORMED, "route must be a text but is true"),
                arguments(at(0, "\"trip\":{}"), MALFORMED, "trip must be a text but is an object"),
                arguments(at(0, "\"door\":2"), MALFORMED, "door must be true or false but is 2"),
                arguments(at(0, "\"ign\":\"on\""), MALFORMED, "ign must be true or false but is \"on\""),
                arguments(at(0, "\"seq\":1.5"), MALFORMED, "seq must be a whole number but is 1.5"),
                arguments(at(0, "\"seq\":1e300"), MALFORMED, "seq must be a whole number but is 1e300"),
                arguments(at(0, "\"ext\":\"hi\""), MALFORMED, "ext must be an object but is \"hi\""),
                arguments(
                        at(0, "\"spd\":\"" + LONG + "\""),
                        MALFORMED,
                        "spd must be a number but is \"" + LONG.substring(0, 32) + "…\""),
                arguments(
                        at(0, "\"spd\":\"fast\"", "\"hdg\":\"north\""),
                        MALFORMED,
                        "spd must be a number but is \"fast\""));
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                arguments("{}", MISSING_FIELD, "ts is missing: epoch milliseconds"),
                arguments("{\"lat\":1,\"lon\":2}", MISSING_FIELD, "ts is missing: epoch milliseconds"),
                arguments("{\"ts\":1795766400000,\"lon\":2}", MISSING_FIELD, "lat is missing: degrees north"),
                arguments(
                        "{\"ts\":1795766400000,\"lat\":null,\"lon\":2}",
                        MISSING_FIELD,
                        "lat is missing: degrees north"),
                arguments("{\"ts\":1795766400000,\"lat\":1}", MISSING_FIELD, "lon is missing: degrees east"));
    }

    static Stream<Arguments> ranges() {
        return Stream.of(
                range("\"lat\":91.5", "lat must be -90 to 90 but is 91.5"),
                range("\"lon\":-180.5", "lon must be -180 to 180 but is -180.5"),
                range("\"lat\":1e999", "lat must be -90 to 90 but is Infinity"),
                range("\"spd\":-1", "spd must be 0 to 100 but is -1"),
                range("\"hdg\":361", "hdg must be 0 to 360 but is 361"),
                range("\"acc\":-0.5", "acc must be 0 to 100000 but is -0.5"),
                range("\"alt\":10001", "alt must be -1000 to 10000 but is 10001"),
                range("\"odo\":-1", "odo must be 0 to 10000000000 but is -1"),
                range("\"seq\":-1", "seq must be 0 or more but is -1"),
                range("\"dir\":2", "dir must be 0 to 1 but is 2"),
                range("\"sseq\":10001", "sseq must be 0 to 10000 but is 10001"),
                range("\"sseq\":99999999999", "sseq must be a small whole number but is 99999999999"),
                range("\"occp\":201", "occp must be 0 to 200 but is 201"),
                range("\"batt\":101", "batt must be 0 to 100 but is 101"),
                range("\"rssi\":1", "rssi must be -200 to 0 but is 1"),
                arguments(
                        at(0, "\"lat\":0", "\"lon\":-0.0"),
                        NULL_ISLAND,
                        "lat and lon are both 0: the tracker has no fix yet"));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                range("\"trip\":\"" + LONG + "\"", "trip must be at most 128 characters but has 200"),
                range("\"stop\":\"" + LONG + "\"", "stop must be at most 64 characters but has 200"),
                range("\"fw\":\"" + LONG + "\"", "fw must be at most 64 characters but has 200"),
                range("\"fw\":\"a\\ud800b\"", "fw must be Unicode text but has half a surrogate pair"),
                range("\"ext\":{\"a\":\"\\udc00\"}", "ext must be Unicode text but has half a surrogate pair"),
                range("\"route\":\"a/b\"", "route must be 1 to 64 characters of A-Z a-z 0-9 . _ - but is \"a/b\""),
                range("\"sdate\":\"today\"", "sdate must be written YYYYMMDD but is \"today\""),
                range("\"stime\":\"8:00\"", "stime must be written HH:MM:SS but is \"8:00\""),
                range("\"ext\":{\"a\":\"" + "é".repeat(600) + "\"}", "ext must be at most 1024 bytes but has 1208"));
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                range("\"src\":\"wifi\"", "src must be one of gps, dr, manual but is \"wifi\""),
                range("\"src\":0", "src must be one of gps, dr, manual but is 0"),
                range("\"st\":[]", "st must be one of in_service, deadhead, layover, out but is an array"),
                range("\"sstat\":3", "sstat must be one of INCOMING_AT, STOPPED_AT, IN_TRANSIT_TO but is 3"),
                range(
                        "\"occ\":\"half\"",
                        "occ must be one of EMPTY, MANY_SEATS_AVAILABLE, FEW_SEATS_AVAILABLE, STANDING_ROOM_ONLY,"
                                + " CRUSHED_STANDING_ROOM_ONLY, FULL, NOT_ACCEPTING_PASSENGERS, NO_DATA_AVAILABLE,"
                                + " NOT_BOARDABLE but is \"half\""));
    }

    static Stream<Arguments> times() {
        return Stream.of(
                arguments(
                        at(73_000),
                        FROM_THE_FUTURE,
                        "ts is 73 s ahead of the broker's clock; at most 60 s is allowed: check the tracker's clock"),
                arguments(
                        at(60_001),
                        FROM_THE_FUTURE,
                        "ts is 61 s ahead of the broker's clock; at most 60 s is allowed: check the tracker's clock"),
                arguments(
                        at(-10_800_001),
                        TOO_OLD,
                        "ts is 10801 s behind the broker's clock; at most 10800 s is allowed: check the tracker's clock"),
                range("\"ts\":1795766400", "ts looks like seconds: send milliseconds"),
                range("\"ts\":1795766400000000", "ts looks like microseconds or finer: send milliseconds"),
                range("\"ts\":1e400", "ts looks like microseconds or finer: send milliseconds"),
                range("\"ts\":0", "ts must be epoch milliseconds but is 0: is the tracker's clock set?"),
                range("\"ts\":-1", "ts must be epoch milliseconds but is -1: is the tracker's clock set?"));
    }

    static Stream<Arguments> owners() {
        return Stream.of(
                arguments(
                        at(0, "\"bus\":\"1002\""), NOT_ITS_BUS, "the payload is of bus \"1002\" but was sent for 1001"),
                arguments(
                        "{\"busId\":7,\"location\":{\"latitude\":1,\"longitude\":2}}",
                        NOT_ITS_BUS,
                        "the payload is of bus \"7\" but was sent for 1001"),
                arguments(
                        "{\"busId\":1001,\"providerId\":\"seoul\",\"location\":{\"latitude\":1,\"longitude\":2}}",
                        NOT_ITS_BUS,
                        "the payload is of provider \"seoul\" but was sent for kb"));
    }

    static Stream<Arguments> theServiceBefore() {
        return Stream.of(
                arguments(
                        "{\"busId\":1001}", MISSING_FIELD, "location is missing: an object of latitude and longitude"),
                arguments("{\"location\":{}}", MISSING_FIELD, "latitude is missing: degrees north"),
                arguments("{\"location\":{\"latitude\":1}}", MISSING_FIELD, "longitude is missing: degrees east"),
                arguments("{\"location\":7}", MALFORMED, "location must be an object but is 7"),
                arguments(
                        "{\"location\":{\"latitude\":\"NaN\",\"longitude\":2}}",
                        MALFORMED,
                        "latitude must be a number but is \"NaN\""),
                arguments(
                        "{\"location\":{\"latitude\":\"0x1p3\",\"longitude\":2}}",
                        MALFORMED,
                        "latitude must be a number but is \"0x1p3\""),
                arguments(
                        "{\"location\":{\"latitude\":\"95\",\"longitude\":2}}",
                        OUT_OF_RANGE,
                        "lat must be -90 to 90 but is 95"));
    }

    static Stream<Arguments> sizes() {
        return Stream.of(arguments(
                at(0, "\"x\":\"" + "y".repeat(8_192) + "\""),
                TOO_LARGE,
                "the payload must be at most 8192 bytes but has "
                        + at(0, "\"x\":\"" + "y".repeat(8_192) + "\"").length()));
    }

    private static Arguments range(String field, String message) {
        return arguments(at(0, field), OUT_OF_RANGE, message);
    }
}
