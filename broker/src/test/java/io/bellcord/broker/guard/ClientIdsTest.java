package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientIdsTest {
    private static final Grant KB = grant("kb");

    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T08:00:00Z"));
    private final ClientIds ids = new ClientIds(Duration.ofSeconds(10), clock);

    @Test
    void endsTheOneBefore() {
        Phone first = take();
        Phone second = take();

        assertThat(first.ending).isEqualTo(Ending.TAKEN_OVER);
        assertThat(second.ending).isNull();
    }

    @Test
    void keepsTenantsApart() {
        Phone kb = take();
        ids.take(grant("other"), "phone", new Phone());

        assertThat(kb.ending).isNull();
    }

    @Test
    void flapsAtTheFifthTakeoverWithinAMinute() {
        Phone last = takeOver(4);
        assertThat(ids.waitFor(KB, "phone", new Phone())).isZero();

        Phone fifth = take();

        assertThat(last.ending).isEqualTo(Ending.FLAPPING);
        assertThat(ids.waitFor(KB, "phone", new Phone())).isEqualTo(Duration.ofSeconds(1));
        assertThat(fifth.ending).isNull();
    }

    @Test
    void flapsNoMoreAfterAQuietMinute() {
        takeOver(20);

        clock.advance(ClientIds.WITHIN);

        assertThat(ids.waitFor(KB, "phone", new Phone())).isZero();
        assertThat(ids.take(KB, "phone", new Phone())).isOne();
    }

    @Test
    void letsOnlyTheNewestWaitForAnIdentifierThatFlaps() {
        Phone holder = takeOver(ClientIds.FLAPS_AT);
        Phone older = new Phone();
        Phone newer = new Phone();

        ids.waitFor(KB, "phone", older);
        ids.waitFor(KB, "phone", newer);

        assertThat(older.ending).isEqualTo(Ending.FLAPPING);
        assertThat(newer.ending).isNull();
        assertThat(holder.ending).isNull();
    }

    @Test
    void remembersNothingOfAnIdentifierThatNobodyHolds() {
        Phone last = takeOver(20);

        ids.free(KB, "phone", last);

        assertThat(ids.size()).isZero();
        assertThat(ids.take(KB, "phone", new Phone())).isZero();
    }

    @Test
    void flapsTooWhereItGoesToAndFroBetweenNodes() {
        goToAndFro(ClientIds.FLAPS_AT - 1);
        assertThat(ids.waitFor(KB, "phone", new Phone())).isZero();

        goToAndFro(1);

        assertThat(ids.waitFor(KB, "phone", new Phone())).isEqualTo(Duration.ofSeconds(1));
        clock.advance(ClientIds.WITHIN);
        assertThat(ids.waitFor(KB, "phone", new Phone())).isZero();
    }

    @Test
    void remembersOfWhatOtherNodesTookOnlySoMuchAndSoLong() {
        for (int i = 0; i < 20_000; i++) {
            lose("phone-" + i);
        }
        assertThat(ids.size()).isEqualTo(10_000);

        clock.advance(ClientIds.WITHIN);
        lose("phone");

        assertThat(ids.size()).isOne();
    }

    @Test
    void isNotLostByOneThatHasLostItHere() {
        Phone first = take();
        Phone second = take();

        assertThat(ids.lose(KB, "phone", first)).isZero();
        take();

        assertThat(second.ending).isEqualTo(Ending.TAKEN_OVER);
    }

    private void goToAndFro(int times) {
        for (int i = 0; i < times; i++) {
            lose("phone");
        }
    }

    /** As a client does that comes, and is ended by another node. */
    private void lose(String clientId) {
        Phone phone = new Phone();
        ids.take(KB, clientId, phone);
        ids.lose(KB, clientId, phone);
        ids.free(KB, clientId, phone);
    }

    @Test
    void isNotFreedByOneThatHasLostIt() {
        Phone first = take();
        Phone second = take();

        ids.free(KB, "phone", first);
        take();

        assertThat(second.ending).isEqualTo(Ending.TAKEN_OVER);
    }

    /** @return the last of them */
    private Phone takeOver(int times) {
        Phone last = take();
        for (int i = 0; i < times; i++) {
            last = take();
        }
        return last;
    }

    private Phone take() {
        Phone phone = new Phone();
        ids.take(KB, "phone", phone);
        return phone;
    }

    private static Grant grant(String provider) {
        return new Grant(
                new ProviderId(provider),
                Role.TRACKER,
                "tracker-1",
                Optional.of(new BusId("tracker-1")),
                Instant.MAX,
                new Proof.Token("k1", Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static final class Phone implements Connection {
        @Nullable
        Ending ending;

        @Override
        public void end(Ending why) {
            ending = why;
        }

        @Override
        public void introduce(BusKey bus) {}
    }
}
