package io.bellcord.broker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderDirectoryTest {
    private static final ProviderId KB = new ProviderId("kb");

    private final Database database = TestPostgres.newDatabase();
    private final ProviderRepository repository = new ProviderRepository(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void knowsAtOnceWhatWasThereBefore() {
        repository.add(new Provider(KB, "Kowloon Bus", true, true, List.of()));

        try (ProviderDirectory directory = open()) {
            assertThat(directory.providers().find(KB))
                    .get()
                    .extracting(Provider::name)
                    .isEqualTo("Kowloon Bus");
            assertThat(directory.failingSince()).isEmpty();
        }
    }

    @Test
    void followsEveryKindOfChange() {
        try (ProviderDirectory directory = open()) {
            repository.add(new Provider(KB, "Kowloon Bus", true, false, List.of()));
            awaitChange(() -> assertThat(directory.providers().find(KB)).isPresent());

            repository.addKey(KB, ProviderKey.of("k1", KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256)));
            awaitChange(() -> assertThat(find(directory).findKey("k1")).isPresent());

            repository.retireKey(KB, "k1", Clock.systemUTC().instant());
            awaitChange(() -> assertThat(
                            find(directory).activeKeys(Clock.systemUTC().instant()))
                    .isEmpty());

            repository.setPublicRead(KB, true);
            awaitChange(() -> assertThat(find(directory).publicRead()).isTrue());

            repository.setMinInterval(KB, Optional.of(Duration.ofSeconds(2)));
            awaitChange(() -> assertThat(find(directory).minInterval()).contains(Duration.ofSeconds(2)));

            repository.setEnabled(KB, false);
            awaitChange(() -> assertThat(find(directory).enabled()).isFalse());
        }
    }

    @Test
    void followsTheNamesOfBuses() {
        repository.add(new Provider(KB, "Kowloon Bus", true, false, List.of()));
        sql("insert into bus (provider_id, id, name) values ('kb', '1001', 'Zest 12'), ('kb', '1002', null)");
        try (ProviderDirectory directory = open()) {
            assertThat(find(directory).busNames()).isEqualTo(Map.of(new BusId("1001"), "Zest 12"));

            sql("update bus set name = 'Aurora' where id = '1002'");
            awaitChange(() -> assertThat(find(directory).busNames()).containsEntry(new BusId("1002"), "Aurora"));

            sql("delete from bus where id = '1001'");
            awaitChange(() -> assertThat(find(directory).busNames()).containsOnlyKeys(new BusId("1002")));
        }
    }

    private void sql(String statement) {
        try (Connection connection = database.dataSource().getConnection();
                Statement one = connection.createStatement()) {
            one.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsOfChangesAndOfNothingElse() {
        List<Providers> told = new CopyOnWriteArrayList<>();
        repository.add(new Provider(KB, "Kowloon Bus", true, false, List.of()));
        try (ProviderDirectory directory = open()) {
            directory.onChange(ignored -> {
                throw new IllegalStateException("a listener that fails keeps no other from being told");
            });
            directory.onChange(told::add);

            repository.setEnabled(KB, true); // as it was
            repository.setEnabled(KB, false);

            awaitChange(() -> assertThat(told).isNotEmpty());
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().find(KB))
                    .get()
                    .extracting(Provider::enabled)
                    .isEqualTo(false);
        }
    }

    @Test
    void keepsTheLastProvidersWhilePostgresqlIsAway() {
        repository.add(new Provider(KB, "Kowloon Bus", true, false, List.of()));
        try (ProviderDirectory directory = open()) {
            TestPostgres.cutOff(database.settings());
            await().until(() -> directory.failingSince().isPresent());

            assertThat(directory.providers().find(KB)).isPresent();
            assertThat(directory.refreshedAt())
                    .isBefore(directory.failingSince().orElseThrow());

            TestPostgres.restore(database.settings());
            await().until(() -> directory.failingSince().isEmpty());
            repository.setEnabled(KB, false);
            await().until(() -> !find(directory).enabled());
        }
    }

    @Test
    void doesNotOpenWithoutPostgresql() {
        TestPostgres.cutOff(database.settings());

        assertThatThrownBy(this::open).isInstanceOf(RuntimeException.class);
    }

    private ProviderDirectory open() {
        return ProviderDirectory.open(database, Clock.systemUTC());
    }

    private static Provider find(ProviderDirectory directory) {
        return directory.providers().find(KB).orElseThrow();
    }

    private static void awaitChange(org.awaitility.core.ThrowingRunnable seen) {
        await().pollInterval(Duration.ofMillis(20)).untilAsserted(seen);
    }
}
