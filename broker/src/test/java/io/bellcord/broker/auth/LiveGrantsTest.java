package io.bellcord.broker.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LiveGrantsTest {
    private final AtomicBoolean holds = new AtomicBoolean(true);
    private final LiveGrants grants = new LiveGrants(_ -> holds.get());
    private final List<Ending> endings = new ArrayList<>();
    private final LiveGrants.Connection connection = new LiveGrants.Connection() {
        @Override
        public void end(Ending why) {
            endings.add(why);
        }

        @Override
        public void publishDone() {}

        @Override
        public void forgotten() {
            forgotten++;
        }
    };
    private int forgotten;

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

        assertThat(forgotten).isOne();
        assertThat(grants.find("c1")).isEmpty();
        assertThat(grants.size()).isZero();
    }

    private static Grant rider() {
        return new Grant(
                new ProviderId("kb"), Role.RIDER, "somebody", Optional.empty(), Instant.MAX, new Proof.Nothing());
    }
}
