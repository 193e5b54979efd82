package io.bellcord.broker.ingest;

import static io.bellcord.broker.ingest.Reports.at;
import static io.bellcord.broker.ingest.Reports.outcomeOf;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bellcord.broker.ingest.Outcome.Accepted;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.positions.PositionJson;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileJsonTest {
    private static final int MUTANTS = 20_000;

    @ParameterizedTest
    @MethodSource
    void saysWhereItIsNotJson(String payload, String message) {
        assertThat(outcomeOf(payload)).isEqualTo(new Refused(Reason.MALFORMED, message));
    }

    static Stream<Arguments> saysWhereItIsNotJson() {
        String tooDeep = "not JSON: nested deeper than 16 levels, or a number or name that is too long";
        return Stream.of(
                arguments("", "not JSON: the payload is empty"),
                arguments(" \n ", "must be a JSON object but is only blanks"),
                arguments("[1]", "must be a JSON object but is an array"),
                arguments("\"hi\"", "must be a JSON object but is \"hi\""),
                arguments("null", "must be a JSON object but is null"),
                arguments("12", "must be a JSON object but is 12"),
                arguments("{} {}", "not JSON: more follows after the object at byte 3"),
                arguments("{\"é\":1} ]", "not JSON: Unexpected close marker ']': no open Array to close at byte 9"),
                arguments("[".repeat(8_000), "must be a JSON object but is an array"),
                arguments("{\"ts\":" + "[".repeat(8_000), tooDeep),
                arguments("{\"ts\":" + "9".repeat(8_000) + "}", tooDeep));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"ts\"",
                "{\"ts\":1795766400000,\"lat\":1,\"lon\":2",
                "{\"ts\":1795766400000,\"lat\":1,\"lon\":2}x",
                "{\"ts\":1795766400000,\"lat\":1,\"lon\":2}\u0000",
                "{\"ts\":1795766400000,\"lat\":NaN,\"lon\":2}",
                "{\"ts\":1795766400000,\"lat\":Infinity,\"lon\":2}",
                "{\"ts\":1795766400000,\"lat\":-,\"lon\":2}",
                "{\"ts\":1795766400000,\"lat\":01,\"lon\":2}",
                "{\"ts\":1795766400000,\"lat\":.5,\"lon\":2}",
                "{\"ts\":1795766400000,\"lat\":0x10,\"lon\":2}",
                "{'ts':1795766400000,'lat':1,'lon':2}",
                "{\"ts\":1795766400000,\"lat\":1,\"lon\":2,}",
                "{\"ts\":1795766400000,/**/\"lat\":1,\"lon\":2}",
                "{\"fw\":\"\\u12\"}",
                "{\"fw\":\"\t\"}",
                "\uFEFF{}",
                "hello",
                "<xml/>"
            })
    void refusesWhatIsNotQuiteJson(String payload) {
        assertThat(outcomeOf(payload)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(refused.message())
                    .startsWith("not JSON: ")
                    .matches("(?s).* at byte \\d+")
                    .hasSizeLessThan(200);
        });
    }

    @Test
    void refusesOtherEncodingsThanUtf8() {
        String payload = at(0, "\"fw\":\"é\"");

        assertThat(Reports.ingest().receive(Reports.of(payload.getBytes(ISO_8859_1))))
                .isEqualTo(new Refused(Reason.MALFORMED, "not JSON: not UTF-8 at byte " + payload.indexOf('é')));
        assertThat(Reports.ingest().receive(Reports.of(payload.getBytes(UTF_16))))
                .isEqualTo(new Refused(Reason.MALFORMED, "not JSON: not UTF-8 at byte 0"));
        assertThat(Reports.ingest().receive(Reports.of(new byte[] {'{', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '}'})))
                .isEqualTo(new Refused(Reason.MALFORMED, "not JSON: not UTF-8 at byte 1"));
        assertThat(outcomeOf(at(0, "\"fw\":\"\uFFFD\""))).isInstanceOf(Accepted.class);
    }

    @Test
    void reads20000MutantsWithoutThrowingAndWritesWhatItAcceptsAsJsonThatItCanRead() {
        var random = new Random(20_261_127);
        var meters = new SimpleMeterRegistry();
        var ingest = Reports.ingest(meters, HostileJsonTest::assertReadable);

        for (int i = 0; i < MUTANTS; i++) {
            byte[] payload = mutant(random, i);
            assertThatCode(() -> ingest.receive(Reports.of(payload)))
                    .as(() -> new String(payload, ISO_8859_1))
                    .doesNotThrowAnyException();
        }

        assertThat(meters.counter("bellcord.ingest.errors").count()).isZero();
        double counted = Stream.of("bellcord.positions", "bellcord.refused")
                .flatMap(name -> meters.get(name).counters().stream())
                .mapToDouble(counter -> counter.count())
                .sum();
        assertThat(counted).isEqualTo(MUTANTS);
    }

    private static void assertReadable(Position position) {
        byte[] json = PositionJson.encode(position, BusState.LIVE);
        assertThat(PositionJson.decode(position.bus().provider(), json).fixTime())
                .isEqualTo(position.fixTime());
    }

    /** A good payload with some bytes changed, removed, doubled or replaced by what means something in JSON. */
    private static byte[] mutant(Random random, int i) {
        byte[] seed = seeds(i).get(i % 3).getBytes(UTF_8);
        for (int changes = random.nextInt(1, 6); changes > 0 && seed.length > 1; changes--) {
            int at = random.nextInt(seed.length);
            seed = switch (random.nextInt(4)) {
                case 0 -> spliced(seed, at, at + 1, new byte[] {(byte) random.nextInt(256)});
                case 1 -> spliced(seed, at, Math.min(seed.length, at + random.nextInt(1, 20)), new byte[0]);
                case 2 -> spliced(seed, at, at, Arrays.copyOfRange(seed, at / 2, at));
                default ->
                    spliced(
                            seed,
                            at,
                            at + 1,
                            TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8));
            };
        }
        return seed;
    }

    private static final List<String> TOKENS = List.of(
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "-",
            "1e999",
            "-0",
            "\\ud800",
            "\\",
            "NaN",
            "\"f\":[{}],",
            "99999999999999999999",
            "\u0000",
            "\uFFFD",
            "\"ext\":{\"a\":1e9999},",
            "\"ts\":",
            "\"bus\":\"1001\",");

    private static List<String> seeds(int i) {
        return List.of(
                at(
                        i,
                        "\"spd\":8.33,\"hdg\":271.5,\"acc\":4,\"odo\":12345.6,\"seq\":42,\"src\":\"gps\",\"st\":\"out\"",
                        "\"route\":\"r7\",\"dir\":1,\"trip\":\"t\",\"sdate\":\"20261127\",\"stime\":\"08:00:00\"",
                        "\"stop\":\"s\",\"sseq\":5,\"sstat\":1,\"occ\":\"FULL\",\"occp\":60,\"door\":false,\"ign\":1",
                        "\"batt\":88.5,\"rssi\":-71,\"fw\":\"é\",\"ext\":{\"a\":[1,{\"b\":null}]}"),
                at(i, "\"f\":[" + at(i - 1) + "," + at(i - 2, "\"spd\":1") + "]"),
                "{\"busId\":\"1001\",\"location\":{\"latitude\":\"37.5\",\"longitude\":127},\"providerId\":\"kb\"}");
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] insert) {
        byte[] spliced = new byte[bytes.length - (to - from) + insert.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(insert, 0, spliced, from, insert.length);
        System.arraycopy(bytes, to, spliced, from + insert.length, bytes.length - to);
        return spliced;
    }
}
