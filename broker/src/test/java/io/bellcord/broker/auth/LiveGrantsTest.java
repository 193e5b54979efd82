package io.bellcord.broker.auth;

import static io.bellcord.broker.auth.AuthFixture.CREDENTIAL_KEY;
import static io.bellcord.broker.auth.AuthFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.provider.CredentialHash;
import io.bellcord.broker.provider.Credentials;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.provider.TrackerCredential;
import io.bellcord.broker.provider.TrackerSecret;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LiveGrantsTest {
    private static final Logger log = LoggerFactory.getLogger(LiveGrantsTest.class);

    private final AtomicBoolean holds = new AtomicBoolean(true);
    private final LiveGrants grants = new LiveGrants(_ -> holds.get());
    private final List<Ending> endings = new ArrayList<>();
    private final LiveGrants.Connection connection = new LiveGrants.Connection() {
        @Override
        public void end(Ending why) {
            endings.add(why);
        }

        @Override
        public void introduce(BusKey bus) {
            introducedTo.add(bus);
        }
    };
    private final List<BusKey> introducedTo = new ArrayList<>();

    @Test
    void introducesWhoMayReportForABusAndNobodyElse() {
        grants.admit("c1", rider(), connection);

        grants.introduce(BusKey.of("kb", "1001"));

        assertThat(introducedTo).isEmpty();
    }

    @Test
    void endsWhoeverLosesTheRight() {
        grants.admit("c1", rider(), connection);
        grants.recheck();
        assertThat(endings).isEmpty();

        holds.set(false);
        grants.recheck();

        assertThat(endings).containsExactly(Ending.RIGHT_LOST);
    }

    @Test
    void endsWhoLostTheRightWhileItWasStillLoggingIn() {
        holds.set(false);

        grants.admit("c1", rider(), connection);

        assertThat(endings).containsExactly(Ending.RIGHT_LOST);
    }

    @Test
    void keepsAGrantUntilItIsForgotten() {
        grants.admit("c1", rider(), connection);
        assertThat(grants.find("c1")).contains(rider());
        assertThat(grants.count(Role.RIDER)).isOne();

        grants.forget("c1");
        grants.forget("c1");

        assertThat(grants.find("c1")).isEmpty();
        assertThat(grants.size()).isZero();
    }

    /** Of twenty thousand trackers on one node one loses its right: how long the others are looked at for that. */
    @Test
    void findsTheOneOfTwentyThousandThatLostTheRight() {
        List<CredentialHash> hashes = Stream.generate(() -> CREDENTIAL_KEY.hash(TrackerSecret.random()))
                .limit(20_000)
                .toList();
        Providers before = providersWith(hashes);
        Providers after = providersWith(hashes.subList(0, 19_999));
        var changed = new AtomicBoolean();
        var many = new LiveGrants(grant -> grant.stillHolds(changed.get() ? after : before, NOW));
        for (int i = 0; i < hashes.size(); i++) {
            many.admit("c" + i, tracker(i, hashes.get(i)), connection);
        }

        changed.set(true);
        long start = System.nanoTime();
        many.recheck();

        log.info("20000 grants recheckedMs={}", (System.nanoTime() - start) / 1_000_000);
        assertThat(endings).containsExactly(Ending.RIGHT_LOST);
    }

    private static Providers providersWith(List<CredentialHash> hashes) {
        List<TrackerCredential> credentials = IntStream.range(0, hashes.size())
                .mapToObj(i -> new TrackerCredential(hashes.get(i), bus(i), Optional.empty()))
                .toList();
        return new Providers(List.of(AuthFixture.provider("kb").withCredentials(Credentials.of(credentials))));
    }

    private static Grant tracker(int number, CredentialHash hash) {
        return new Grant(
                new ProviderId("kb"),
                Role.TRACKER,
                "tracker",
                Optional.of(bus(number)),
                Instant.MAX,
                new Proof.Credential(hash));
    }

    private static BusId bus(int number) {
        return new BusId("bus-" + number);
    }

    private static Grant rider() {
        return new Grant(
                new ProviderId("kb"), Role.RIDER, "somebody", Optional.empty(), Instant.MAX, new Proof.Nothing());
    }
}
