package io.bellcord.broker.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.BrokerStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    @Test
    void countsPositionsSinceTheLineBefore() {
        var line = new StatusLine(status(100, 0, Optional.empty()), NOW);

        assertThat(line.next(status(220, 0, Optional.empty()), NOW.plusSeconds(2)))
                .isEqualTo("60 buses live · 60.0 positions/s · 3 riders · Redis ok · PostgreSQL ok");
        assertThat(line.next(status(220, 2, Optional.of("gone")), NOW.plusSeconds(4)))
                .isEqualTo("60 buses live · 0.0 positions/s (2 refused) · 3 riders · Redis TROUBLE: gone"
                        + " · PostgreSQL ok");
    }

    @Test
    void sumsUp() {
        assertThat(StatusLine.summary(status(1190, 0, Optional.empty()), Duration.ofSeconds(20)))
                .isEqualTo("Ran 20 s: 1190 positions accepted, 60 buses live, 0 refused");
    }

    @Test
    void isWrittenOverOnATerminalAndLeftStandingBeforeAnyOtherLine() {
        var out = new StringWriter();
        var screen = Screen.onTerminal(new PrintWriter(out));

        screen.status("one");
        screen.status("two");
        screen.say("end");

        assertThat(out).hasToString("\rone\u001b[K\rtwo\u001b[K\nend" + System.lineSeparator());
    }

    private static BrokerStatus status(long positions, long refused, Optional<String> redisProblem) {
        return new BrokerStatus(60, positions, refused, 60, 3, redisProblem, Optional.empty());
    }
}
