package io.bellcord.broker.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bellcord.broker.ingest.Outcome.Accepted;
import io.bellcord.broker.ingest.Outcome.Refused;
import io.bellcord.broker.positions.PositionJson;
import io.bellcord.broker.transit.BusState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/PROTOCOL.md shows is so. */
class ProtocolDocTest {
    private static final String TEXT = read(Path.of("../docs/PROTOCOL.md"));
    private static final Pattern REFUSAL = Pattern.compile("(?m)^\\| `(\\{.*)` \\| `(\\w+)` \\| (.*) \\|$");

    @ParameterizedTest
    @MethodSource
    void acceptsWhatItShowsOfTrackers(String payload) {
        assertThat(Reports.outcomeOf(payload)).isInstanceOf(Accepted.class);
    }

    static List<String> acceptsWhatItShowsOfTrackers() {
        return examples("tracker");
    }

    @Test
    void showsWhatRidersGetOfTheMessageThatSaysEverything() {
        var accepted = (Accepted) Reports.outcomeOf(examples("tracker").get(1));

        assertThat(new String(PositionJson.encode(accepted.position(), BusState.LIVE), UTF_8))
                .isEqualTo(examples("rider").getFirst().strip());
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatItShowsInTheseWords(String payload, String reason, String message) {
        assertThat(Reports.outcomeOf(payload))
                .isEqualTo(new Refused(Reason.valueOf(reason.toUpperCase(Locale.ROOT)), message));
    }

    static Stream<Arguments> refusesWhatItShowsInTheseWords() {
        return REFUSAL.matcher(TEXT).results().map(row -> arguments(row.group(1), row.group(2), row.group(3)));
    }

    @Test
    void namesEveryReasonAndEveryState() {
        assertThat(Arrays.stream(Reason.values()).map(reason -> "\n| `" + reason.code() + "` | "))
                .allSatisfy(row -> assertThat(TEXT).contains(row));
        assertThat(Arrays.stream(BusState.values()).map(state -> "\n| `" + state.code() + "` | "))
                .allSatisfy(row -> assertThat(TEXT).contains(row));
    }

    @Test
    void showsSomething() {
        assertThat(examples("tracker")).hasSizeGreaterThan(5);
        assertThat(refusesWhatItShowsInTheseWords()).hasSizeGreaterThan(8);
    }

    private static List<String> examples(String kind) {
        return Pattern.compile("(?s)```json " + kind + "\n(.*?)```")
                .matcher(TEXT)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
