package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RestartIT {
    private static final int BUSES = 50;

    @Test
    void aRestartLosesNoLastLocation() {
        try (TestBroker broker = TestBroker.start()) {
            long ts = Fixes.now();
            try (TestClient driver = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.DRIVER)) {
                for (int bus = 0; bus < BUSES; bus++) {
                    driver.publish("bus/kb/" + bus, Fixes.json(ts + bus, 43.7));
                }
            }
            Set<String> before = snapshot(broker);

            broker.restart(); // at once: what waited to be written is written on the way out

            assertThat(snapshot(broker)).isEqualTo(before);
        }
    }

    private static Set<String> snapshot(TestBroker broker) {
        try (TestClient rider = broker.connected(Flavour.PAHO_5_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/+");
            Set<String> payloads = new TreeSet<>();
            for (int bus = 0; bus < BUSES; bus++) {
                payloads.add(rider.next().payload());
            }
            return payloads;
        }
    }
}
