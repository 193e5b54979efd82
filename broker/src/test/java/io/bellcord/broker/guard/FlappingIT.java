package io.bellcord.broker.guard;

import static io.bellcord.broker.testing.RawMqtt.connect;
import static io.bellcord.broker.testing.RawMqtt.connect5;
import static io.bellcord.broker.testing.RawMqtt.subscribe;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.RawMqtt.Packet;
import io.bellcord.broker.testing.TestBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two devices with one client identifier. */
class FlappingIT {
    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void tellsTheTrackerAndWhoMendsItAndLetsTheNewestIn() {
        try (RawMqtt driver = broker.raw()) {
            driver.send(connect("watch", "kb", broker.token("kb", Role.DRIVER)), subscribe(1, "bus/kb/twin/refused"));
            driver.read();
            driver.read();

            RawMqtt last = connectedTwin();
            for (int i = 0; i < ClientIds.FLAPS_AT; i++) {
                RawMqtt next = connectedTwin();
                Packet disconnect = last.read();
                assertThat(disconnect.body()[0]).isEqualTo((byte) 0x8E);
                assertThat(new String(disconnect.body(), UTF_8))
                        .contains(i + 1 < ClientIds.FLAPS_AT ? "has connected again" : "do two devices share it?");
                last.close();
                last = next;
            }

            assertThat(new String(driver.read().body(), UTF_8))
                    .contains("bus/kb/twin/refused", "\"reason\":\"flapping\"", "do two devices share it?");
            assertThat(broker.metrics()).contains("bellcord_guard_flapping_total{reason=\"tracker\"} 1.0");
            connectedTwin().close(); // after a while, but it comes in
            last.close();
        }
    }

    private static RawMqtt connectedTwin() {
        RawMqtt twin = broker.raw();
        twin.send(connect5("twin", "kb", broker.trackerToken("kb", "twin")));
        assertThat(twin.read().body()[1]).isZero();
        return twin;
    }
}
