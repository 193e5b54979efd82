package io.bellcord.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.TestTicker;
import io.bellcord.broker.transit.BusKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final BusKey BUS = BusKey.of("kb", "1001");

    private final TestTicker ticker = new TestTicker();
    private final Presence presence = new Presence(ticker);

    @Test
    void isConnectedAsLongAsOneOfItsTrackersIs() {
        presence.arrived(BUS);
        presence.arrived(BUS);
        presence.left(BUS);
        assertThat(presence.isConnected(BUS)).isTrue();
        assertThat(presence.here()).containsExactly(BUS);

        presence.left(BUS);
        assertThat(presence.isConnected(BUS)).isFalse();
        assertThat(presence.here()).isEmpty();
    }

    @Test
    void isConnectedAtAnotherNodeForAsLongAsItWasTold() {
        presence.connectedFor(BUS, Duration.ofSeconds(40));
        ticker.advance(Duration.ofSeconds(39));
        assertThat(presence.isConnected(BUS)).isTrue();
        assertThat(presence.here()).isEmpty();

        presence.connectedFor(BUS, Duration.ofSeconds(40));
        ticker.advance(Duration.ofSeconds(39));
        presence.purge();
        assertThat(presence.isConnected(BUS)).isTrue();

        ticker.advance(Duration.ofSeconds(1));
        assertThat(presence.isConnected(BUS)).isFalse();
        presence.purge();
        assertThat(presence.isConnected(BUS)).isFalse();
    }
}
