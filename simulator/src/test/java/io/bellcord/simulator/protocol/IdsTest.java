package io.bellcord.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void allowsWhatMayStandInATopic() {
        assertThat(Ids.isId("Bus_7.a-1")).isTrue();
        assertThat(Ids.isId("x".repeat(64))).isTrue();
    }

    @Test
    void refusesWhatWouldChangeTheTopic() {
        assertThat(Ids.isId("")).isFalse();
        assertThat(Ids.isId("a/b")).isFalse();
        assertThat(Ids.isId("+")).isFalse();
        assertThat(Ids.isId("x".repeat(65))).isFalse();
    }

    @Test
    void namesATrackersTopicAndClient() {
        assertThat(Ids.positionTopic("cam", "1001")).isEqualTo("bus/cam/1001");
        assertThat(Ids.trackerClientId("1001")).isEqualTo("tracker-1001");
    }
}
