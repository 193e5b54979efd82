package io.bellcord.broker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamingTest {
    @Test
    void tellsEachReaderAnotherTimeToComeBack() {
        var chance = new Random(7); // the same at every run
        List<String> told = Stream.generate(() -> new String(Streaming.retry(chance), StandardCharsets.US_ASCII))
                .limit(1_000)
                .toList();

        assertThat(told).allMatch(retry -> retry.matches("retry: \\d{4}\n\n"));
        for (int second = 2; second < 8; second++) {
            String begin = "retry: " + second;
            assertThat(told).filteredOn(retry -> retry.startsWith(begin)).hasSizeBetween(100, 250);
        }
    }

    @Test
    void givesASignOfLifeThreeTimesBeforeAConnectionWouldBeSilentForTooLong() {
        assertThat(new Streaming(Duration.ofSeconds(3), 1).silence()).isEqualTo(Duration.ofSeconds(1));
        assertThat(new Streaming(Duration.ofMinutes(5), 1).silence()).isEqualTo(Duration.ofSeconds(10));
    }
}
