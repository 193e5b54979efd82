package io.bellcord.broker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.Reason;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private static final BusKey BUS = BusKey.of("kb", "1001");
    private static final BusKey OTHER = BusKey.of("kb", "1002");
    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    private final LiveGrants grants = new LiveGrants(_ -> true);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Observation observation = new Observation(grants, meters, new TestClock(NOW));
    private final ObservedJson json = new ObservedJson(_ -> Optional.empty());

    @Test
    void tellsWhoWatchesOfThatBusAlone() throws InterruptedException {
        try (Watch watch = observation.watch(BUS).orElseThrow()) {
            observation.see(OTHER, now -> refused(now, "another's"));
            observation.see(BUS, now -> refused(now, "its own"));

            assertThat(watch.next(Duration.ZERO)).contains(refused(NOW, "its own"));
            assertThat(watch.next(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void doesNothingForABusThatNobodyWatches() {
        List<Instant> made = new ArrayList<>();
        observation.watch(BUS).orElseThrow().close();

        observation.see(BUS, now -> {
            made.add(now);
            return refused(now, "unseen");
        });

        assertThat(made).isEmpty();
        assertThat(meters.get("bellcord.watches").gauge().value()).isZero();
    }

    @Test
    void tellsASlowWatcherHowMuchItMissed() throws InterruptedException {
        try (Watch watch = observation.watch(BUS).orElseThrow()) {
            for (int i = 0; i < 1_000; i++) {
                observation.see(BUS, now -> refused(now, "one of many"));
            }

            assertThat(watch.next(Duration.ZERO)).contains(new Observed.Missed(NOW, 1_000 - 128));
            assertThat(watch.next(Duration.ZERO)).contains(refused(NOW, "one of many"));
        }
    }

    @Test
    void letsOnlySoManyWatch() {
        List<Watch> watches = new ArrayList<>();
        for (int i = 0; i < Observation.MOST_WATCHES; i++) {
            String provider = i % 2 == 0 ? "kb" : "other";
            watches.add(observation.watch(BusKey.of(provider, "b" + i % 7)).orElseThrow());
        }
        assertThat(observation.watch(BUS)).isEmpty();

        watches.removeFirst().close();

        assertThat(observation.watch(BUS)).isPresent();
    }

    @Test
    void leavesRoomForOperatorsOfOtherProviders() {
        for (int i = 0; i < Observation.MOST_OF_PROVIDER; i++) {
            assertThat(observation.watch(BUS)).isPresent();
        }

        assertThat(observation.watch(OTHER)).isEmpty();
        assertThat(observation.watch(BusKey.of("other", "1001"))).isPresent();
    }

    @Test
    void asksWhoIsConnectedToIntroduceThemselves() {
        List<BusKey> asked = new ArrayList<>();
        grants.admit("c1", tracker("1001"), new Introduced(asked));
        grants.admit("c2", tracker("1002"), new Introduced(asked));

        assertThat(observation.watch(BUS)).isPresent();

        assertThat(asked).containsExactly(BUS);
    }

    @Test
    void masksWhatASecretInAPayloadLooksLike() {
        String secret = "BC-0123456789ABCDEFGHJKMNPQRSTVWXYZ01";
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJrYiJ9.c2lnbmF0dXJl";
        byte[] payload = ("{\"pw\":\"" + secret + "\",\"t\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
        var refused = new Outcome.Refused(Reason.MISSING_FIELD, "ts is missing");

        String text = json.encode(new Observed.Received(NOW, payload, payload.length, refused));

        assertThat(text)
                .isEqualTo("{\"at\":1795766400000,\"bytes\":" + payload.length
                        + ",\"payload\":\"{\\\"pw\\\":\\\"BC-…\\\",\\\"t\\\":\\\"eyJ…\\\"}\",\"outcome\":\"refused\","
                        + "\"reason\":\"missing_field\",\"message\":\"ts is missing\"}");
    }

    @Test
    void writesBytesThatAreNoTextInBase64() {
        var refused = new Outcome.Refused(Reason.MALFORMED, "not JSON");

        String text = json.encode(new Observed.Received(NOW, new byte[] {(byte) 0xFF, 0}, 2, refused));

        assertThat(text).contains("\"payloadBase64\":\"/wA=\"").doesNotContain("\"payload\"");
    }

    private static Observed.Refused refused(Instant at, String message) {
        return new Observed.Refused(at, Reason.NOT_ALLOWED, message);
    }

    private static Grant tracker(String bus) {
        return new Grant(
                new ProviderId("kb"),
                Role.TRACKER,
                bus,
                Optional.of(new BusId(bus)),
                Instant.MAX,
                new Proof.Token("k1", Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private record Introduced(List<BusKey> to) implements LiveGrants.Connection {
        @Override
        public void end(Ending why) {}

        @Override
        public void introduce(BusKey bus) {
            to.add(bus);
        }
    }
}
