package io.bellcord.broker.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellcord.broker.positions.PositionJson;
import io.bellcord.broker.transit.BusState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Other projects' dialects, with messages that they wrote: the resource says where each is from. */
class MessagesOfOthersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<JsonNode> messages() throws IOException {
        JsonNode all = JSON.readTree(MessagesOfOthersTest.class.getResourceAsStream("messages-of-others.json"));
        return StreamSupport.stream(all.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void areUnderstood(JsonNode example) throws IOException {
        Outcome outcome = received(example.path("message").toString(), Instant.ofEpochMilli(fixTime(example)));

        switch (outcome) {
            case Outcome.Accepted(var position) -> {
                ObjectNode riders = (ObjectNode) JSON.readTree(PositionJson.encode(position, BusState.LIVE));
                riders.remove(List.of("bus", "rx", "state"));
                assertThat(riders)
                        .isEqualTo(JSON.readTree(example.path("position").toString()));
            }
            case Outcome.Ignored(String why) ->
                assertThat(why).isEqualTo(example.path("ignored").asText());
            case Outcome.Refused refused ->
                assertThat(refused.message()).isEqualTo(example.path("refused").asText());
            case Outcome.Superseded superseded -> throw new AssertionError(superseded);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"_type\":\"location\",\"lat\":51.2,\"lon\":-4} | missing_field | tst is missing: epoch seconds",
                "{\"_type\":\"location\",\"lat\":51.2,\"lon\":-4,\"tst\":1610799026000} | out_of_range"
                        + " | tst looks like milliseconds: send seconds",
                "{\"_type\":\"location\",\"lat\":51.2,\"lon\":-4,\"tst\":-1} | out_of_range"
                        + " | tst must be epoch seconds but is -1",
                "{\"_type\":\"location\",\"lat\":\"x\",\"lon\":-4,\"tst\":1610799026} | malformed"
                        + " | lat must be a number but is \"x\"",
                "{\"_type\":\"location\",\"lat\":51.2,\"lon\":-4,\"tst\":1610799026,\"vel\":400} | out_of_range"
                        + " | spd must be 0 to 100 but is 111.11111111111111",
                "{\"VP\":{\"lat\":60,\"long\":25,\"tst\":\"yesterday\"}} | malformed"
                        + " | tst must be a time like 2026-11-27T08:00:00.000Z but is \"yesterday\"",
                "{\"VP\":{\"lat\":60,\"long\":25}} | missing_field | tsi is missing: epoch seconds",
                "{\"VP\":7} | malformed | VP must be an object but is 7",
                "{\"VP\":{\"lat\":60,\"long\":25,\"tsi\":1610799026,\"dir\":\"3\",\"oday\":\"soon\"}} | out_of_range"
                        + " | sdate must be written YYYYMMDD but is \"soon\"",
            })
    void areRefusedInTheirOwnWordsWhereTheyAreWrong(String message, String reason, String why) {
        Outcome outcome = received(message, Instant.ofEpochSecond(1610799026));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.message()).isEqualTo(why);
            assertThat(refused.reason().code()).isEqualTo(reason);
        });
    }

    private static Outcome received(String message, Instant at) {
        return Reports.ingest().receive(new Report(Reports.BUS, message.getBytes(StandardCharsets.UTF_8), at));
    }

    private static long fixTime(JsonNode example) {
        return example.path("position").path("ts").asLong(1_800_000_000_000L);
    }
}
