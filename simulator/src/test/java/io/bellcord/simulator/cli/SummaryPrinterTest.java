package io.bellcord.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.fleet.Summary;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryPrinterTest {
    private final Summary summary = new Summary(
            20,
            1,
            Duration.ofMillis(5_040),
            19,
            20,
            100,
            96,
            1,
            Map.of("PUBACK QUOTA_EXCEEDED", 2L, "CONNACK NOT_AUTHORIZED", 1L),
            1,
            4,
            3,
            Duration.ofMillis(2),
            Duration.ofNanos(17_840_000));

    @Test
    void tellsPeopleEverythingInOrder() {
        assertThat(SummaryPrinter.text(summary).lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "buses 20, at most 20 connected at a time",
                        "ran 5.0 s",
                        "sent 100",
                        "acknowledged 96",
                        "unanswered 1",
                        "refused 1 CONNACK NOT_AUTHORIZED",
                        "refused 2 PUBACK QUOTA_EXCEEDED",
                        "failed 1",
                        "skipped 4",
                        "reconnects 3",
                        "ack latency p50 2.0 ms, p99 17.8 ms");
    }

    @Test
    void tellsProgramsTheSame() throws IOException {
        var json = new ObjectMapper();

        assertThat(json.readTree(SummaryPrinter.json(summary))).isEqualTo(json.readTree("""
                {"buses":20,"qos":1,"seconds":5.04,"connectedMax":20,"sent":100,"acknowledged":96,"unanswered":1,
                 "refused":{"CONNACK NOT_AUTHORIZED":1,"PUBACK QUOTA_EXCEEDED":2},"failed":1,"skipped":4,
                 "reconnects":3,"ackP50Millis":2.0,"ackP99Millis":17.8}
                """));
    }

    @Test
    void showsProgressInOneLine() {
        assertThat(Progress.line(summary))
                .isEqualTo("5s connected=19/20 sent=100 acknowledged=96 refused=3 failed=1 skipped=4 ack-p99=17ms");
    }
}
