package io.bellcord.broker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellcord.broker.ingest.Outcome.Accepted;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.ingest.Outcome.Superseded;
import io.bellcord.broker.positions.PositionJson;
import io.bellcord.broker.testing.CapturedLog;
import io.bellcord.broker.testing.Fleet;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;

/** Whatever a tracker sends as its position, in every dialect: docs/TESTING.md says how this is fuzzed. */
class PayloadFuzzTest {
    /** ext's 1 KiB, and every other field at its longest with all of its characters escaped. */
    private static final int LONGEST_POSITION = 1024 + 4096;

    /** What was quoted from outside is cut; it goes back to the tracker and may cost it money. */
    private static final int LONGEST_MESSAGE = 300;

    private static final Offset<Double> A_CENTIMETRE = Offset.offset(1e-7);
    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static final CapturedLog PROBLEMS = CapturedLog.warningsAndErrors();
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @FuzzTest
    void isAPositionThatCanBeReadAgainOrIsRefusedWithAReason(byte[] payload) throws IOException {
        PROBLEMS.take();
        byte[] asItCame = payload.clone();
        switch (Reports.ingest(METERS).receive(Reports.of(payload))) {
            case Accepted(Position position) -> check(position);
            case Outcome.Ignored(String why) -> assertThat(why).startsWith("OwnTracks' _type=");
            case Superseded(Position position) -> throw new AssertionError("superseded by nothing: " + position);
            case Refused(Reason reason, String message) ->
                assertThat(message).as(reason.code()).isNotBlank().hasSizeLessThan(LONGEST_MESSAGE);
        }
        assertThat(payload).isEqualTo(asItCame);
        assertThat(PROBLEMS.take()).isEmpty();
    }

    /** But for what is in {@code ext}, which is handed to riders as it came. */
    private static void assertNoKeyComesTwice(byte[] json) throws IOException {
        List<String> keys = new ArrayList<>();
        try (JsonParser parser = STRICT.createParser(json)) {
            parser.nextToken();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                keys.add(key);
                parser.nextToken();
                parser.skipChildren();
            }
        }
        assertThat(keys).doesNotHaveDuplicates();
    }

    private static void check(Position position) throws IOException {
        assertThat(position.bus()).isEqualTo(Reports.BUS);
        assertThat(Duration.between(position.fixTime(), Fleet.NOW))
                .isBetween(IngestRules.Limits.DEFAULT.maxFuture().negated(), IngestRules.Limits.DEFAULT.maxAge());

        byte[] json = PositionJson.encode(position, BusState.LIVE);
        assertThat(json).hasSizeLessThanOrEqualTo(LONGEST_POSITION);
        assertNoKeyComesTwice(json);
        JsonNode read = STRICT.readTree(json);
        assertThat(read.required("bus").textValue()).isEqualTo("1001");
        assertThat(read.required("ts").longValue()).isEqualTo(position.fixTime().toEpochMilli());

        Position again = PositionJson.decode(Reports.BUS.provider(), json);
        assertThat(PositionJson.encode(again, BusState.LIVE)).isEqualTo(json);
        assertSame(again, position);
        assertTakenInAgain(json, again);
    }

    /** But for the digits that were rounded away. */
    private static void assertSame(Position again, Position position) {
        assertThat(again.latitude()).isCloseTo(position.latitude(), A_CENTIMETRE);
        assertThat(again.longitude()).isCloseTo(position.longitude(), A_CENTIMETRE);
        assertThat(again.fixTime()).isEqualTo(position.fixTime());
        assertThat(again.receiveTime()).isEqualTo(position.receiveTime());
        assertThat(again.status()).isEqualTo(position.status());
        assertThat(again.trip()).isEqualTo(position.trip());
        assertThat(again.stop()).isEqualTo(position.stop());
        assertThat(again.occupancy()).isEqualTo(position.occupancy());
        assertThat(again.ext()).isEqualTo(position.ext());
        assertThat(again.motion().sequence()).isEqualTo(position.motion().sequence());
        assertThat(again.device().firmware()).isEqualTo(position.device().firmware());
    }

    /** What riders get is what a tracker may send. */
    private static void assertTakenInAgain(byte[] json, Position position) {
        boolean nowhere = position.latitude() == 0 && position.longitude() == 0; // by rounding
        assertThat(Reports.ingest(METERS).receive(Reports.of(json)))
                .satisfiesAnyOf(
                        outcome -> assertThat(outcome).isEqualTo(new Accepted(position)),
                        outcome -> assertThat(nowhere).isTrue());
    }
}
