package io.bellcord.broker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.CredentialRepository.New;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class CredentialRepositoryTest {
    private static final Logger log = LoggerFactory.getLogger(CredentialRepositoryTest.class);
    private static final ProviderId KB = new ProviderId("kb");
    private static final BusId BUS = new BusId("1001");

    private final Database database = TestPostgres.newDatabase();
    private final CredentialRepository repository = new CredentialRepository(database);
    private final CredentialKey key = Installation.credentialKey(database, "");
    private final Clock clock = Clock.systemUTC();

    @BeforeEach
    void addProvider() {
        new ProviderRepository(database).add(new Provider(KB, "Kowloon Bus", true, false, List.of()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void refusesAThirdOfABusWithTheWayOut() {
        add();
        add();

        assertThatThrownBy(this::add)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("already has 2 valid credentials")
                .hasMessageContaining("--replace");

        repository.revoke(KB, BUS, Optional.empty(), clock.instant());
        add();
        assertThat(repository.list(KB, Optional.of(BUS))).hasSize(3);
        assertThat(repository.countActive(clock.instant())).containsEntry(KB, 1);
    }

    @Test
    void replacesThemWhenAsked() {
        TrackerCredential old = add();

        TrackerCredential replacing = credential(BUS);
        repository.add(KB, replacing, true, clock.instant());

        assertThat(repository.list(KB, Optional.empty()))
                .filteredOn(one -> one.credential().isActive(clock.instant()))
                .extracting(one -> one.credential().hash())
                .containsExactly(replacing.hash())
                .doesNotContain(old.hash());
    }

    @Test
    void revokesOneByItsId() {
        TrackerCredential first = add();
        add();
        String id = first.hash().toString().substring(0, 12);

        assertThat(repository.revoke(KB, BUS, Optional.of(id), clock.instant())).isOne();
        assertThatThrownBy(() -> repository.revoke(KB, BUS, Optional.of(id), clock.instant()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no valid credential");
    }

    @Test
    void deletesThoseThatEndedLongAgo() {
        add();
        Instant now = clock.instant();
        repository.revoke(KB, BUS, Optional.empty(), now.minusSeconds(60));

        assertThat(repository.purge(now.minusSeconds(120))).isZero();
        assertThat(repository.purge(now)).isOne();
    }

    @Test
    void addsNothingIfTheirSecretsCannotBeWritten() {
        assertThatThrownBy(() -> repository.addAll(KB, fleet(3), clock.instant(), _ -> {}, _ -> {
                    throw new IllegalStateException("disk full");
                }))
                .hasStackTraceContaining("disk full");

        assertThat(repository.list(KB, Optional.empty())).isEmpty();
    }

    /** A hundred thousand trackers: how long a node takes to load them, and to follow a change of one. */
    @Test
    void aNodeFollowsAFleetOfAHundredThousand() {
        List<New> fleet = fleet(100_000);
        long start = System.nanoTime();
        assertThat(repository.addAll(KB, fleet, clock.instant(), _ -> {}, _ -> {}))
                .isEmpty();
        long added = System.nanoTime();
        try (ProviderDirectory directory = ProviderDirectory.open(database, clock)) {
            long loaded = System.nanoTime();
            assertThat(find(directory).credentials().size()).isEqualTo(100_000);

            TrackerCredential more = add();
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> find(directory).credentials().find(more.hash()).isPresent());
            long followed = System.nanoTime();

            repository.revoke(KB, BUS, Optional.empty(), clock.instant());
            await().until(() -> find(directory)
                    .credentials()
                    .find(more.hash())
                    .filter(one -> !one.isActive(clock.instant()))
                    .isPresent());
            assertThat(find(directory).credentials().size()).isEqualTo(100_001);
            log.info(
                    "100000 credentials addedMs={} loadedMs={} oneMoreSeenMs={}",
                    (added - start) / 1_000_000,
                    (loaded - added) / 1_000_000,
                    (followed - loaded) / 1_000_000);
        }
    }

    @Test
    void aNodeWithAnotherKeyIsRefused() {
        String other = CredentialKey.random().text();

        assertThatThrownBy(() -> Installation.credentialKey(database, other))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("bellcord.credentials.key is not the key");
        assertThat(Installation.credentialKey(database, "")).hasToString(key.toString());
    }

    @Test
    void aKeyThatIsSetIsNotKept() {
        try (Database fresh = TestPostgres.newDatabase()) {
            String set = CredentialKey.random().text();

            assertThat(Installation.credentialKey(fresh, set).text()).isEqualTo(set);
            assertThat(Installation.credentialKey(fresh, set).text()).isEqualTo(set);
            assertThatThrownBy(() -> Installation.credentialKey(fresh, ""))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("bellcord.credentials.key is not set");
        }
    }

    private static Provider find(ProviderDirectory directory) {
        return directory.providers().find(KB).orElseThrow();
    }

    private List<New> fleet(int size) {
        return IntStream.range(0, size)
                .mapToObj(n -> new New(credential(new BusId("bus-" + n)), Optional.empty(), Optional.empty()))
                .toList();
    }

    private TrackerCredential add() {
        TrackerCredential credential = credential(BUS);
        repository.add(KB, credential, false, clock.instant());
        return credential;
    }

    private TrackerCredential credential(BusId bus) {
        return new TrackerCredential(key.hash(TrackerSecret.random()), bus, Optional.empty());
    }
}
