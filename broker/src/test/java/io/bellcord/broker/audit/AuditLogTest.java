package io.bellcord.broker.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellcord.broker.audit.AuditLog.Selection;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.ProviderId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
    private static final ProviderId KB = new ProviderId("kb");
    private static final String HASH = "0123456789abcdef".repeat(4);

    private final Database database = Database.open(TestPostgres.newSettings().by("o'brien@office"));
    private final ProviderRepository providers = new ProviderRepository(database);
    private final AuditLog audit = new AuditLog(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsOfEachAdministrativeChangeAndWhoMadeIt() {
        addKb();
        providers.setPublicRead(KB, true);
        providers.setMinInterval(KB, Optional.of(Duration.ofSeconds(2)));
        providers.setEnabled(KB, false);
        providers.setEnabled(KB, true);
        providers.retireKey(KB, "k1", Instant.parse("2026-11-22T08:00:00Z"));

        assertThat(all())
                .extracting(
                        AuditEntry::action,
                        entry -> entry.provider().orElse(""),
                        entry -> entry.subject().orElse(""))
                .containsExactly(
                        tuple("key retired", "k1"),
                        tuple("provider enabled", "kb"),
                        tuple("provider disabled", "kb"),
                        tuple("provider changed", "kb"),
                        tuple("provider changed", "kb"),
                        tuple("key added", "k1"),
                        tuple("provider added", "kb"));
        assertThat(all()).extracting(AuditEntry::actor).containsOnly("o'brien@office");
        assertThat(all().get(2).details().at("/enabled/from").asBoolean()).isTrue();
        assertThat(all().get(2).details().at("/enabled/to").asBoolean(true)).isFalse();
        assertThat(all().get(3).details()).hasToString("{\"min_interval_ms\":{\"to\":2000,\"from\":null}}");
        assertThat(all().getFirst().details().at("/not_after/from").isNull()).isTrue();
        assertThat(all().getFirst().details().at("/not_after/to").asText()).startsWith("2026-11-22T08:00:00");
    }

    private static org.assertj.core.groups.Tuple tuple(String action, String subject) {
        return org.assertj.core.groups.Tuple.tuple(action, "kb", subject);
    }

    @Test
    void keepsNoSecretAndNoHash() throws SQLException {
        ProviderKey key = addKb();
        run("update provider_key set key = 'bmV3'");
        run("insert into tracker_credential (provider_id, hash, bus_id) values ('kb', '" + HASH + "', '1001')");
        run("insert into app_user (id, provider_id, password_hash, role) values ('ann', 'kb', 'sesame', 'driver')");
        run("update app_user set password_hash = 'mustard'");
        run("delete from app_user");

        assertThat(all()).hasSize(7);
        assertThat(all().toString())
                .doesNotContain(key.material())
                .doesNotContain("bmV3")
                .doesNotContain(HASH)
                .doesNotContain("sesame")
                .doesNotContain("mustard");
        assertThat(list("user changed").getFirst().details()).hasToString("{\"password_hash\":\"changed\"}");
    }

    @Test
    void tellsOfSqlThatAnybodyRuns() throws SQLException {
        addKb();
        run(
                "set application_name to 'psql'",
                "reset bellcord.actor",
                "select set_config('bellcord.actor', '', false)",
                "delete from provider");

        assertThat(all()).extracting(AuditEntry::action).startsWith("key removed", "provider removed");
        assertThat(all().getFirst().actor()).isEqualTo("postgres by psql");

        run("truncate provider cascade");

        assertThat(list("provider removed").getFirst().details()).hasToString("{\"all\":true}");
    }

    @Test
    void staysSilentWhereNothingWasDecided() throws SQLException {
        addKb();
        run("insert into revocation (provider_id, kind, value, expires_at) values ('kb', 'token', 't1', now())");
        int before = all().size();

        providers.setEnabled(KB, true);
        run("delete from revocation where expires_at <= now()");

        assertThat(all()).hasSize(before);
        assertThat(all().getFirst().action()).isEqualTo("revocation added");
    }

    @Test
    void staysSilentWhenCredentialsAreSweptAwayThatEndedLongAgo() throws SQLException {
        addKb();
        run(
                "insert into tracker_credential (provider_id, hash, bus_id, not_after) select 'kb', repeat(n::text, 64),"
                        + " 'b' || n, now() - n * interval '20 days' from generate_series(0, 5) n",
                "insert into tracker_credential (provider_id, hash, bus_id) values ('kb', repeat('a', 64), 'lasting')");

        int swept = new CredentialRepository(database).purge(Instant.now().minus(Duration.ofDays(90)));

        assertThat(swept).isEqualTo(1);
        assertThat(list("credential removed")).isEmpty();
        run("delete from tracker_credential where bus_id in ('b0', 'b1', 'b2', 'lasting')");
        assertThat(list("credential removed"))
                .extracting(entry -> entry.subject().orElse(""))
                .containsExactlyInAnyOrder("b0", "b1", "lasting");
    }

    @Test
    void forgetsWhatWasTakenBack() {
        providers.add(new Provider(KB, "Kowloon", true, false, List.of()));

        assertThatThrownBy(() -> providers.add(new Provider(KB, "Again", true, false, List.of())))
                .isNotNull();

        assertThat(all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit set actor = 'nobody'", "delete from audit", "truncate audit"})
    void onlyGrows(String attempt) {
        addKb();
        List<AuditEntry> before = all();

        assertThatThrownBy(() -> run(attempt)).hasMessageContaining("audit only grows");

        assertThat(all()).isEqualTo(before);
    }

    @Test
    void losesRowsOfOldAgeOnly() throws SQLException {
        addKb();
        run("insert into audit (at, action) values (now() - interval '2 years', 'provider added')");

        assertThatThrownBy(() -> run("select audit_expire(interval '1 day')")).hasMessageContaining("30 days or more");
        assertThatThrownBy(() -> run("set bellcord.audit_expiry to 'on'", "delete from audit"))
                .hasMessageContaining("audit only grows");
        run("select audit_expire(interval '1 year')");

        assertThat(list(Instant.EPOCH))
                .extracting(AuditEntry::action)
                .containsExactly("audit expired", "key added", "provider added");
        assertThat(all().getFirst().details().at("/rows").asInt()).isEqualTo(1);
    }

    @Test
    void findsByProviderKindTimeAndNumber() {
        addKb();
        providers.add(new Provider(new ProviderId("metro"), "Metro", true, false, List.of()));
        audit.add("token issued", Optional.of("kb"), Optional.empty(), JsonNodeFactory.instance.objectNode());

        assertThat(audit.list(new Selection(Optional.of("metro"), Optional.empty(), Instant.EPOCH, 9)))
                .hasSize(1);
        assertThat(list("provider")).hasSize(2);
        assertThat(list("token issued")).hasSize(1);
        assertThat(list("tok")).isEmpty();
        assertThat(audit.list(new Selection(Optional.empty(), Optional.empty(), Instant.EPOCH, 2)))
                .isEqualTo(all().subList(0, 2));
        assertThat(list(Instant.now().plusSeconds(60))).isEmpty();
    }

    private ProviderKey addKb() {
        ProviderKey key = ProviderKey.of("k1", KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256));
        providers.add(new Provider(KB, "Kowloon", true, false, List.of(key)));
        return key;
    }

    private List<AuditEntry> all() {
        return list(Instant.EPOCH);
    }

    private List<AuditEntry> list(Instant since) {
        return audit.list(new Selection(Optional.empty(), Optional.empty(), since, 100));
    }

    private List<AuditEntry> list(String action) {
        return audit.list(new Selection(Optional.empty(), Optional.of(action), Instant.EPOCH, 100));
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
