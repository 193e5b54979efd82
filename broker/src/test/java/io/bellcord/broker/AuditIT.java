package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.audit.AuditEntry;
import io.bellcord.broker.audit.AuditLog.Selection;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditIT {
    @Test
    void aNodeThatStopsTellsWhatItRefused() {
        try (TestBroker broker = TestBroker.start()) {
            try (TestClient stranger = broker.client(Flavour.PAHO_3_TCP)) {
                assertThat(stranger.connect("nobody", "x")).isNotZero();
            }

            broker.restart();

            List<AuditEntry> told =
                    broker.audit(new Selection(Optional.empty(), Optional.of("refusals"), Instant.EPOCH, 10));
            assertThat(told).singleElement().satisfies(entry -> {
                assertThat(entry.actor()).startsWith("node ");
                assertThat(entry.details()
                                .at("/guard.connects.refused/unknown_provider")
                                .asInt())
                        .isEqualTo(1);
            });
        }
    }
}
