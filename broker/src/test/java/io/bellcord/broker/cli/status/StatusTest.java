package io.bellcord.broker.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.cli.status.NodeStatus.Figures;
import io.bellcord.broker.cli.status.NodeStatus.Files;
import io.bellcord.broker.cli.status.NodeStatus.Memory;
import io.bellcord.broker.cli.status.NodeStatus.Rates;
import io.bellcord.broker.cli.status.NodeStatus.Running;
import io.bellcord.broker.cli.status.NodeStatus.Unreachable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a person reads, and how it is found in the figures. */
class StatusTest {
    private static final Figures FIGURES = new Figures(
            "1.0.0",
            Duration.ofHours(76),
            Map.of("true", 11.0, "false", 1.0),
            new TreeMap<>(Map.of("live", 1204.0, "out_of_service", 2.0)),
            new TreeMap<>(Map.of("tracker", 1190.0, "rider", 15020.0)),
            new Rates(1198.4, 2.1, 0.3, 240_311.7, 1197.9),
            Map.of("out_of_range", 12.0, "malformed", 3.0, "login token_expired", 4000.0),
            7,
            Duration.ofNanos(2_140_000),
            new Memory(188 << 20, 512 << 20, 640 << 20),
            new Files(16_300, 65_536));

    @Test
    void tellsANodeInLinesThatFitATerminal() {
        var status = new Running("http://10.0.0.1:8080", "ready", Map.of(), FIGURES);

        assertThat(StatusPage.of(status)).containsExactly("""
                http://10.0.0.1:8080  READY  1.0.0, up 3 d 4 h
                  positions   1,198.4/s accepted, 2.1/s superseded, 0.3/s refused
                  buses       1,204 live, 2 out of service
                  clients     15,020 riders, 1,190 trackers
                  riders get  240,311.7 messages/s
                  providers   11 enabled, 1 disabled
                  Redis       1,197.9 positions/s written, 7 waiting
                  refused     4,000 login token expired, 12 out of range, 3 malformed since the
                              start
                  event loops 2.1 ms of waiting at most
                  uses        188 of 512 MiB of heap, 640 MiB in all; 16,300 of 65,536 files""".split("\n"));
    }

    @Test
    void putsWhatIsWrongFirstAndWrapsIt() {
        var problems =
                Map.of("redis", "positions are not stored since 2026-11-22T12:00:00Z; riders still get them live");
        var status = new Running("http://10.0.0.1:8080", "degraded", problems, FIGURES);

        List<String> lines = StatusPage.of(status);

        assertThat(lines.subList(0, 3))
                .containsExactly(
                        "http://10.0.0.1:8080  DEGRADED  1.0.0, up 3 d 4 h",
                        "  problem     redis: positions are not stored since 2026-11-22T12:00:00Z; riders",
                        "              still get them live");
        assertThat(lines).allMatch(line -> line.length() <= 80);
        assertThat(status.isWell()).isFalse();
    }

    @Test
    void tellsOfANodeThatDoesNotAnswer() {
        assertThat(StatusPage.of(new Unreachable("http://10.0.0.2:8080", "Connection refused")))
                .containsExactly("http://10.0.0.2:8080  DOES NOT ANSWER", "  problem     Connection refused");
    }

    @Test
    void writesAgesShortly() {
        assertThat(StatusPage.age(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
        assertThat(StatusPage.age(Duration.ofMinutes(119))).isEqualTo("1 h 59 min");
        assertThat(StatusPage.age(Duration.ofDays(400))).isEqualTo("400 d 0 h");
    }

    @Test
    void readsFiguresAsPrometheusDoes() {
        Scrape scrape = Scrape.parse("""
                # HELP bellcord_refused_total Reports that were refused
                # TYPE bellcord_refused_total counter
                bellcord_refused_total{reason="malformed"} 3.0
                bellcord_refused_total{reason="out_of_range"} 1.2E1
                bellcord_refused_total{reason="too_often"} 0.0
                bellcord_build_info{java="25+36",version="1.0 \\"x\\""} 1
                jvm_memory_max_bytes{area="nonheap"} -1.0
                bucket{le="+Inf"} +Inf
                """);

        assertThat(scrape.sum("bellcord_refused_total")).isEqualTo(15);
        assertThat(scrape.sum("bellcord_refused_total", "reason", "out_of_range"))
                .isEqualTo(12);
        assertThat(scrape.by("bellcord_refused_total", "reason"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("malformed", 3.0, "out_of_range", 12.0));
        assertThat(scrape.label("bellcord_build_info", "java")).isEqualTo("25+36");
        assertThat(scrape.sum("bucket")).isInfinite();
        assertThat(scrape.sum("nothing")).isZero();
    }

    @Test
    void countsRatesFromZeroAfterARestart() {
        Scrape before = Scrape.parse("bellcord_positions_total{outcome=\"accepted\"} 1000\nbellcord_refused_total 4");
        Scrape after = Scrape.parse("bellcord_positions_total{outcome=\"accepted\"} 50\nbellcord_refused_total 6");

        Rates rates = StatusReader.rates(before, after, 2);

        assertThat(rates.accepted()).isEqualTo(25);
        assertThat(rates.refused()).isEqualTo(1);
    }
}
