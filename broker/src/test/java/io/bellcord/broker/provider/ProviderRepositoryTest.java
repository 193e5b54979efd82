package io.bellcord.broker.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderRepositoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final ProviderId KB = new ProviderId("kb");
    private static final ProviderId NOBODY = new ProviderId("nobody");
    private static final Provider KOWLOON = new Provider(KB, "Kowloon Bus", true, true, List.of(key("k1")));

    private final Database database = TestPostgres.newDatabase();
    private final ProviderRepository repository = new ProviderRepository(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void listsWhatWasAdded() {
        var metro = new Provider(new ProviderId("Metro"), "Metro 大巴", false, false, List.of());
        repository.add(metro);
        repository.add(KOWLOON);

        assertThat(repository.list()).containsExactlyInAnyOrder(KOWLOON, metro);
        assertThat(repository.get(KB)).isEqualTo(KOWLOON);
    }

    @Test
    void keepsTheWindowOfAKey() {
        var timed = new ProviderKey(
                "k2", KeyAlgorithm.HS256, key("k2").material(), Optional.of(NOW), Optional.of(NOW.plusSeconds(60)));
        repository.add(KOWLOON);

        repository.addKey(KB, timed);

        assertThat(repository.get(KB).findKey("k2")).contains(timed);
    }

    @Test
    void listsTheNewestKeyFirst() {
        repository.add(KOWLOON);
        repository.addKey(KB, key("a"));
        repository.addKey(KB, key("z"));

        assertThat(repository.get(KB).keys()).extracting(ProviderKey::kid).containsExactly("z", "a", "k1");
    }

    @Test
    void retiresAKeyForGood() {
        repository.add(KOWLOON);

        repository.retireKey(KB, "k1", NOW);
        repository.retireKey(KB, "k1", NOW.plusSeconds(60));

        assertThat(repository.get(KB).findKey("k1").orElseThrow().notAfter()).contains(NOW);
    }

    @Test
    void retiresAKeyThatHasNotBegun() {
        repository.add(KOWLOON);
        var future = new ProviderKey(
                "k2", KeyAlgorithm.HS256, key("k2").material(), Optional.of(NOW.plusSeconds(60)), Optional.empty());
        repository.addKey(KB, future);

        repository.retireKey(KB, "k2", NOW);

        ProviderKey retired = repository.get(KB).findKey("k2").orElseThrow();
        assertThat(retired.isActive(NOW.plusSeconds(61))).isFalse();
    }

    @Test
    void turnsThingsOnAndOff() {
        repository.add(KOWLOON);

        repository.setEnabled(KB, false);
        repository.setPublicRead(KB, false);

        assertThat(repository.get(KB)).isEqualTo(new Provider(KB, "Kowloon Bus", false, false, KOWLOON.keys()));
    }

    @Test
    void keepsHowSeldomRidersAreToldWhoDoNotSay() {
        var seldom = KOWLOON.withMinInterval(Optional.of(Duration.ofMillis(2_500)));
        repository.add(seldom);
        assertThat(repository.get(KB)).isEqualTo(seldom);

        repository.setMinInterval(KB, Optional.of(Duration.ZERO));
        assertThat(repository.get(KB).minInterval()).contains(Duration.ZERO);

        repository.setMinInterval(KB, Optional.empty());
        assertThat(repository.get(KB)).isEqualTo(KOWLOON);
        assertThatThrownBy(() -> KOWLOON.withMinInterval(Optional.of(Duration.ofHours(2))))
                .hasMessageContaining("minInterval must be 0 to PT1H but is PT2H");
    }

    @Test
    void refusesASecondProviderOfTheSameIdAndKeepsTheFirst() {
        repository.add(KOWLOON);

        assertRefused(
                () -> repository.add(new Provider(KB, "Another", true, false, List.of(key("k9")))),
                Reason.ALREADY_EXISTS,
                "already a provider kb");
        assertThat(repository.get(KB)).isEqualTo(KOWLOON);
    }

    @Test
    void refusesASecondKeyOfTheSameKid() {
        repository.add(KOWLOON);

        assertRefused(() -> repository.addKey(KB, key("k1")), Reason.ALREADY_EXISTS, "already has a key k1");
    }

    @Test
    void refusesAKeyThatCannotBeUsed() {
        repository.add(KOWLOON);

        assertRefused(
                () -> repository.addKey(KB, ProviderKey.of("k2", KeyAlgorithm.RS256, "nothing")),
                Reason.UNUSABLE_KEY,
                "RS256 needs an RSA public key");
        assertRefused(
                () -> repository.add(new Provider(
                        NOBODY, "N", true, false, List.of(ProviderKey.of("k2", KeyAlgorithm.RS256, "nothing")))),
                Reason.UNUSABLE_KEY,
                "RS256 needs an RSA public key");
    }

    @Test
    void namesTheProvidersThereAreToWhoNamesAnother() {
        repository.add(KOWLOON);

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> repository.get(NOBODY),
                () -> repository.setEnabled(NOBODY, true),
                () -> repository.setPublicRead(NOBODY, true),
                () -> repository.addKey(NOBODY, key("k1")),
                () -> repository.retireKey(NOBODY, "k1", NOW))) {
            assertRefused(call, Reason.UNKNOWN_PROVIDER, "no provider nobody; there are kb");
        }
    }

    @Test
    void saysHowToAddTheFirstProvider() {
        assertRefused(() -> repository.get(NOBODY), Reason.UNKNOWN_PROVIDER, "admin provider add");
    }

    @Test
    void namesTheKeysThereAreToWhoNamesAnother() {
        repository.add(KOWLOON);

        assertRefused(() -> repository.retireKey(KB, "k9", NOW), Reason.UNKNOWN_KEY, "no key k9; its keys are k1");
    }

    private static ProviderKey key(String kid) {
        return ProviderKey.of(kid, KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256));
    }

    private static void assertRefused(ThrowingCallable call, Reason reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
