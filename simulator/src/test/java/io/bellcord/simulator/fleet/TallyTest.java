package io.bellcord.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.simulator.mqtt.Answer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Duration RAN = Duration.ofSeconds(10);

    private final Tally tally = new Tally();

    @Test
    void countsEachPublishOnce() {
        for (var i = 0; i < 5; i++) {
            tally.sent();
        }
        tally.answered(new Answer.Acknowledged(), Duration.ofMillis(10));
        tally.answered(new Answer.Acknowledged(), Duration.ofMillis(30));
        tally.answered(new Answer.Refused("PUBACK QUOTA_EXCEEDED"), Duration.ofMillis(5));
        tally.answered(new Answer.Failed(), Duration.ofSeconds(2));

        var summary = tally.summary(2, 1, RAN);

        assertThat(summary.sent()).isEqualTo(5);
        assertThat(summary.acknowledged()).isEqualTo(2);
        assertThat(summary.refused()).isEqualTo(Map.of("PUBACK QUOTA_EXCEEDED", 1L));
        assertThat(summary.failed()).isEqualTo(1);
        assertThat(summary.unanswered()).isEqualTo(1);
    }

    @Test
    void takesLatencyOnlyFromAcknowledgements() {
        tally.answered(new Answer.Acknowledged(), Duration.ofMillis(10));
        tally.answered(new Answer.Failed(), Duration.ofSeconds(100));

        assertThat(tally.summary(1, 1, RAN).ackP99()).isBetween(Duration.ofMillis(9), Duration.ofMillis(11));
    }

    @Test
    void remembersTheMostThatWereConnected() {
        tally.connected(false);
        tally.connected(false);
        tally.disconnected();
        tally.connected(true);
        tally.disconnected();

        var summary = tally.summary(2, 1, RAN);

        assertThat(summary.connectedMax()).isEqualTo(2);
        assertThat(summary.connected()).isEqualTo(1);
        assertThat(summary.reconnects()).isEqualTo(1);
    }

    @Test
    void isAFailureWhenNobodyConnected() {
        assertThat(tally.summary(2, 1, RAN).succeeded()).isFalse();
    }

    @Test
    void isAFailureWhenEveryPublishWasRefused() {
        tally.connected(false);
        tally.sent();
        tally.answered(new Answer.Refused("PUBACK NOT_AUTHORIZED"), Duration.ofMillis(1));

        assertThat(tally.summary(1, 1, RAN).succeeded()).isFalse();
    }

    @Test
    void isASuccessWithQos0WhenSomethingWasWritten() {
        tally.connected(false);
        tally.sent();
        tally.answered(new Answer.Written(), Duration.ZERO);

        assertThat(tally.summary(1, 0, RAN).succeeded()).isTrue();
        assertThat(tally.summary(1, 0, RAN).acknowledged()).isZero();
    }
}
