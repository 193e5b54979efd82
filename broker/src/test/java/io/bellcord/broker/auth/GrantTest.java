package io.bellcord.broker.auth;

import static io.bellcord.broker.auth.AuthFixture.BY_K1;
import static io.bellcord.broker.auth.AuthFixture.K1;
import static io.bellcord.broker.auth.AuthFixture.NOW;
import static io.bellcord.broker.auth.AuthFixture.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrantTest {
    private static final ProviderId KB = new ProviderId("kb");
    private static final Grant DRIVER = new Grant(KB, Role.DRIVER, "d", Optional.empty(), NOW.plusSeconds(60), BY_K1);
    private static final Grant PUBLIC_RIDER =
            new Grant(KB, Role.RIDER, "public", Optional.empty(), Instant.MAX, new Proof.Nothing());
    private static final Grant TRACKER =
            new Grant(KB, Role.TRACKER, "t", Optional.of(new BusId("1")), NOW.plusSeconds(60), BY_K1);

    @Test
    void holdsWhileNothingChanges() {
        assertThat(DRIVER.stillHolds(only(provider("kb", K1)), NOW)).isTrue();
    }

    @Test
    void endsWhenItExpires() {
        assertThat(DRIVER.stillHolds(only(provider("kb", K1)), NOW.plusSeconds(59)))
                .isTrue();
        assertThat(DRIVER.stillHolds(only(provider("kb", K1)), NOW.plusSeconds(60)))
                .isFalse();
    }

    @Test
    void endsWithItsKey() {
        var retired = new ProviderKey("k1", K1.algorithm(), K1.material(), Optional.empty(), Optional.of(NOW));

        assertThat(DRIVER.stillHolds(only(provider("kb")), NOW)).isFalse();
        assertThat(DRIVER.stillHolds(only(provider("kb", retired)), NOW)).isFalse();
    }

    @Test
    void endsWithItsProvider() {
        var disabled = new Provider(KB, "KB", false, true, List.of(K1));

        assertThat(DRIVER.stillHolds(only(disabled), NOW)).isFalse();
        assertThat(PUBLIC_RIDER.stillHolds(only(disabled), NOW)).isFalse();
        assertThat(DRIVER.stillHolds(new Providers(List.of()), NOW)).isFalse();
    }

    @Test
    void ofAPublicRiderEndsWhenItsProviderIsPublicNoMore() {
        var open = new Provider(KB, "KB", true, true, List.of());

        assertThat(PUBLIC_RIDER.stillHolds(only(open), NOW)).isTrue();
        assertThat(PUBLIC_RIDER.stillHolds(only(provider("kb", K1)), NOW)).isFalse();
    }

    @Test
    void ofAPublicRiderNeedsNoMoreThanThat() {
        var open = new Provider(KB, "KB", true, true, List.of());
        var tracker = new Grant(KB, Role.TRACKER, "t", Optional.of(new BusId("1")), Instant.MAX, new Proof.Nothing());

        assertThat(tracker.stillHolds(only(open), NOW)).isFalse();
    }

    @Test
    void letsATrackerPublishForItsBusAndReadNoOther() {
        assertThat(TRACKER.mayPublish(BusKey.of("kb", "1"))).isTrue();
        assertThat(TRACKER.mayPublish(BusKey.of("kb", "2"))).isFalse();
        assertThat(TRACKER.mayRead(BusKey.of("kb", "1"))).isTrue();
        assertThat(TRACKER.mayRead(BusKey.of("kb", "2"))).isFalse();
        assertThat(TRACKER.mayReadAll(KB)).isFalse();
    }

    @Test
    void letsADriverPublishForAnyBusOfItsProviderOnly() {
        assertThat(DRIVER.mayPublish(BusKey.of("kb", "2"))).isTrue();
        assertThat(DRIVER.mayPublish(BusKey.of("metro", "2"))).isFalse();
        assertThat(DRIVER.mayReadAll(new ProviderId("metro"))).isFalse();
    }

    @Test
    void letsARiderOnlyRead() {
        assertThat(PUBLIC_RIDER.mayPublish(BusKey.of("kb", "1"))).isFalse();
        assertThat(PUBLIC_RIDER.mayRead(BusKey.of("kb", "1"))).isTrue();
    }

    @Test
    void hasABusForATrackerAndForNobodyElse() {
        assertThatThrownBy(() -> new Grant(KB, Role.TRACKER, "t", Optional.empty(), NOW, BY_K1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Providers only(Provider provider) {
        return new Providers(List.of(provider));
    }
}
