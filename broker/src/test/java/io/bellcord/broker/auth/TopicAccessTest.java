package io.bellcord.broker.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.TopicAccess.Reading;
import io.bellcord.broker.topic.BusFilter;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicAccessTest {
    @Test
    void aTrackerPublishesForItsOwnBusOnly() {
        Grant tracker = grant(Role.TRACKER);

        assertThat(TopicAccess.publishing(tracker, "bus/kb/1001")).isPresent();
        assertThat(TopicAccess.publishing(tracker, "bus/kb/1002")).isEmpty();
        assertThat(TopicAccess.publishing(tracker, "bus/other/1001")).isEmpty();
    }

    @Test
    void aDriverPublishesForAnyBusOfItsProvider() {
        Grant driver = grant(Role.DRIVER);

        assertThat(TopicAccess.publishing(driver, "bus/kb/1002")).isPresent();
        assertThat(TopicAccess.publishing(driver, "bus/other/1002")).isEmpty();
    }

    @Test
    void aRiderPublishesNothing() {
        assertThat(TopicAccess.publishing(grant(Role.RIDER), "bus/kb/1001")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nobodyPublishesWhatBellcordWrites(Role role) {
        assertThat(TopicAccess.publishing(grant(role), "bus/kb/1001/state")).isEmpty();
        assertThat(TopicAccess.publishing(grant(role), "bus/kb/1001/refused")).isEmpty();
        assertThat(TopicAccess.publishing(grant(role), "route/kb/1")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nobodyReadsAnotherProvider(Role role) {
        for (String filter : new String[] {"bus/other/+", "bus/other/1001", "bus/other/#", "bus/other/1001/refused"}) {
            assertThat(TopicAccess.reading(grant(role), filter)).isInstanceOf(Reading.NotAllowed.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nobodyAsksForEveryTenantAtOnce(Role role) {
        for (String filter : new String[] {"#", "+/kb/+", "bus/+/+", "bus/#", "$share/g/bus/kb/+", "$SYS/#"}) {
            assertThat(TopicAccess.reading(grant(role), filter)).isInstanceOf(Reading.NotServed.class);
        }
    }

    @Test
    void aRiderSeesPositionsAndStatesButNoRefusals() {
        assertThat(TopicAccess.reading(grant(Role.RIDER), "bus/kb/#"))
                .isEqualTo(new Reading.Allowed(
                        new BusFilter(new ProviderId("kb"), Optional.empty(), Set.of(Kind.POSITION, Kind.STATE))));
        assertThat(TopicAccess.reading(grant(Role.RIDER), "bus/kb/1001/refused"))
                .isInstanceOf(Reading.NotAllowed.class);
    }

    @Test
    void allButTrackersSeeRoutes() {
        for (Role role : Role.values()) {
            assertThat(TopicAccess.reading(grant(role), "route/kb/7"))
                    .isInstanceOf(role == Role.TRACKER ? Reading.NotAllowed.class : Reading.Allowed.class);
            assertThat(TopicAccess.reading(grant(role), "route/other/+")).isInstanceOf(Reading.NotAllowed.class);
        }
    }

    @Test
    void aTrackerSeesItsOwnBusAndWhyItWasRefused() {
        Grant tracker = grant(Role.TRACKER);

        assertThat(TopicAccess.reading(tracker, "bus/kb/1001/refused")).isInstanceOf(Reading.Allowed.class);
        assertThat(TopicAccess.reading(tracker, "bus/kb/1001/#")).isInstanceOf(Reading.Allowed.class);
        assertThat(TopicAccess.reading(tracker, "bus/kb/1002/refused")).isInstanceOf(Reading.NotAllowed.class);
        assertThat(TopicAccess.reading(tracker, "bus/kb/+")).isInstanceOf(Reading.NotAllowed.class);
    }

    private static Grant grant(Role role) {
        Optional<BusId> bus = role == Role.TRACKER ? Optional.of(new BusId("1001")) : Optional.empty();
        return new Grant(new ProviderId("kb"), role, "somebody", bus, Instant.MAX, AuthFixture.BY_K1);
    }
}
