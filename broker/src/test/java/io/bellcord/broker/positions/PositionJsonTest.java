package io.bellcord.broker.positions;

import static io.bellcord.broker.testing.Fleet.fix;
import static io.bellcord.broker.testing.Fleet.full;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.FixSource;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.ServiceStatus;
import io.bellcord.broker.transit.StopRelation;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionJsonTest {
    private static final ProviderId KB = new ProviderId("kb");

    @Test
    void writesEveryKeyInAStableOrder() {
        assertThat(encoded(full()))
                .isEqualTo(
                        "{\"bus\":\"1001\",\"ts\":1795766400000,\"rx\":1795766400120,\"lat\":37.5665,\"lon\":-126.978,"
                                + "\"spd\":8.33,\"hdg\":271.5,\"acc\":4,\"alt\":-12.25,\"odo\":1234567.8,\"seq\":42,"
                                + "\"src\":\"dr\",\"st\":\"in_service\",\"route\":\"r7\",\"dir\":1,\"trip\":\"r7-0800\","
                                + "\"sdate\":\"20261127\",\"stime\":\"25:10:00\",\"stop\":\"s-12\",\"sseq\":5,"
                                + "\"sstat\":\"INCOMING_AT\",\"occ\":\"FEW_SEATS_AVAILABLE\",\"occp\":60,\"door\":false,"
                                + "\"ign\":true,\"batt\":88.5,\"rssi\":-71,\"fw\":\"2.1.0\",\"state\":\"live\","
                                + "\"ext\":{\"wifi\":[1.10,true,null],\"n\":{\"é\":\"x\"}}}");
    }

    @Test
    void leavesOutWhatTheTrackerDoesNotSay() {
        assertThat(encoded(fix(7, 0)))
                .isEqualTo("{\"bus\":\"7\",\"ts\":1795766400000,\"rx\":1795766400000,\"lat\":37.5665,\"lon\":126.978,"
                        + "\"state\":\"live\"}");
    }

    @Test
    void readsWhatItWroteInEveryDetail() {
        assertThat(decoded(encoded(full()))).isEqualTo(full());
        assertThat(decoded(encoded(fix(7, 0)))).isEqualTo(fix(7, 0));
    }

    /** So it has been since version 1: nodes of two versions share what Redis holds. */
    @Test
    void readsWhatALaterVersionHasWrittenAsFarAsItKnowsTheWords() {
        String later = with("\"src\":\"galileo\",\"st\":\"charging\",\"sstat\":\"PASSED\",\"occ\":\"ROOF_ONLY\","
                + "\"state\":\"parked\",\"new\":{\"deep\":[1,{}]},\"spd\":8.33");

        Position read = decoded(later);

        assertThat(read.motion()).isEqualTo(new Motion(8.33, null, null, null, null, null, null));
        assertThat(read.status()).isNull();
        assertThat(read.stop().status()).isNull();
        assertThat(read.occupancy().status()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "37.566500000000001, 37.5665",
        "-0.0000001, -0.0000001",
        "-0.00000001, 0",
        "-0.0, 0",
        "90, 90",
        "-90, -90",
        "1.23456789, 1.2345679",
        "10.05, 10.05"
    })
    void writesCoordinatesToACentimetreAndNoZeroThatSaysNothing(double latitude, String written) {
        Position there =
                Position.at(fix(7, 0).bus(), fix(7, 0).fixTime(), fix(7, 0).receiveTime(), latitude, 0);

        assertThat(encoded(there)).contains("\"lat\":" + written + ",\"lon\":0,");
    }

    @ParameterizedTest
    @CsvSource({"8.333333333333334, 8.33", "99.999, 100", "0.004, 0", "0.1, 0.1", "70, 70"})
    void writesOtherNumbersToTwoDecimals(double speed, String written) {
        assertThat(encoded(moving(new Motion(speed, null, null, null, 1e10, Long.MAX_VALUE, null))))
                .contains("\"spd\":" + written + ",\"odo\":10000000000,\"seq\":9223372036854775807,");
    }

    @ParameterizedTest
    @EnumSource
    void readsEverySource(FixSource source) {
        Position position = moving(new Motion(null, null, null, null, null, null, source));

        assertThat(decoded(encoded(position))).isEqualTo(position);
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryServiceStatus(ServiceStatus status) {
        assertThat(decoded(with("\"st\":\"" + status.code() + "\"")).status()).isEqualTo(status);
    }

    /** GTFS-Realtime's numbers are spelt out here: the enum's order must keep to them. */
    @ParameterizedTest
    @CsvSource({
        "0, EMPTY",
        "1, MANY_SEATS_AVAILABLE",
        "2, FEW_SEATS_AVAILABLE",
        "3, STANDING_ROOM_ONLY",
        "4, CRUSHED_STANDING_ROOM_ONLY",
        "5, FULL",
        "6, NOT_ACCEPTING_PASSENGERS",
        "7, NO_DATA_AVAILABLE",
        "8, NOT_BOARDABLE"
    })
    void readsEveryOccupancyByNameByLowerCaseNameAndByGtfsNumber(String number, Occupancy.Status status) {
        assertThat(Stream.of(number, quoted(status.name()), quoted(status.name().toLowerCase(Locale.ROOT))))
                .allSatisfy(value -> assertThat(
                                decoded(with("\"occ\":" + value)).occupancy().status())
                        .isEqualTo(status));
    }

    @ParameterizedTest
    @CsvSource({"0, INCOMING_AT", "1, STOPPED_AT", "2, IN_TRANSIT_TO"})
    void readsEveryStopStatusByNameByLowerCaseNameAndByGtfsNumber(String number, StopRelation.Status status) {
        assertThat(Stream.of(number, quoted(status.name()), quoted(status.name().toLowerCase(Locale.ROOT))))
                .allSatisfy(value -> assertThat(
                                decoded(with("\"sstat\":" + value)).stop().status())
                        .isEqualTo(status));
    }

    @ParameterizedTest
    @EnumSource
    void writesTheState(BusState state) {
        assertThat(new String(PositionJson.encode(fix(7, 0), state), UTF_8)).contains("\"state\":\"" + state.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"bus\":\"7\",\"ts\":1795766400000,\"lat\":1,\"lon\":2}",
                "{\"ts\":1795766400000,\"rx\":1795766400000,\"lat\":1,\"lon\":2}",
                "{\"bus\":\"a/b\",\"ts\":1795766400000,\"rx\":1795766400000,\"lat\":1,\"lon\":2}",
                "{\"bus\":\"7\",\"ts\":1795766400000,\"rx\":\"now\",\"lat\":1,\"lon\":2}",
                "{\"bus\":\"7\",\"ts\":1795766400000,\"rx\":1795766400000,\"lat\":91,\"lon\":2}"
            })
    void saysThatATextIsCorrupt(String text) {
        assertThatExceptionOfType(CorruptPosition.class).isThrownBy(() -> decoded(text));
    }

    private static String with(String field) {
        return "{\"bus\":\"7\",\"ts\":1795766400000,\"rx\":1795766400000,\"lat\":1,\"lon\":2," + field + "}";
    }

    private static Position moving(Motion motion) {
        Position fix = fix(BusKey.of("kb", "7"), 0);
        return new Position(
                fix.bus(),
                fix.fixTime(),
                fix.receiveTime(),
                fix.latitude(),
                fix.longitude(),
                motion,
                fix.status(),
                fix.trip(),
                fix.stop(),
                fix.occupancy(),
                fix.device(),
                fix.ext());
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String encoded(Position position) {
        return new String(PositionJson.encode(position, BusState.LIVE), UTF_8);
    }

    private static Position decoded(String json) {
        return PositionJson.decode(KB, json.getBytes(UTF_8));
    }
}
