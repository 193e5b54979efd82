package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.guard.Replies.Refusal;
import io.bellcord.broker.limits.Counts;
import io.bellcord.broker.transit.ProviderId;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** From a client's CONNECT to whether it is let in. Confined to its event loop. */
final class Entrance {
    private static final Login.Refused PROVIDER_FULL = new Login.Refused(
            Refusal.QUOTA, "per_provider", "this provider has as many connections as it may; try again later");

    private static final Login.Refused PUBLIC_FULL = new Login.Refused(
            Refusal.QUOTA,
            "per_provider_public",
            "this provider has as many riders without a token as it may; try again later, or with a token");

    private static final Login.Refused STOPPING =
            new Login.Refused(Refusal.STOPPING, "stopping", "the server is shutting down; connect again");

    private final Guard guard;
    private final EventLoop loop;
    private final Passage passage;

    Entrance(Guard guard, EventLoop loop, Passage passage) {
        this.guard = guard;
        this.loop = loop;
        this.passage = passage;
    }

    /** Ends in one of the passage's {@code letIn}, {@code closeAfter} and {@code drop}, unless the client goes before. */
    void login(Connect connect, InetAddress address) {
        Login.of(guard, connect, address, loop).whenCompleteAsync((login, _) -> loggedIn(connect, login), loop);
    }

    private void loggedIn(Connect connect, Login login) {
        if (!passage.isAtEntrance()) {
            return; // gone while it was verified
        }
        switch (guard.isLettingIn() ? login : STOPPING) {
            case Login.Granted(Grant grant) ->
                guard.enter(grant)
                        .ifPresentOrElse(
                                place -> admit(connect, grant, place),
                                () -> refuse(
                                        connect, grant.proof() instanceof Proof.Nothing ? PUBLIC_FULL : PROVIDER_FULL));
            case Login.Refused refused -> refuse(connect, refused);
            case Login.Malformed _ -> passage.drop("malformed");
        }
    }

    private void refuse(Connect connect, Login.Refused refused) {
        guard.count("connects.refused", refused.reason());
        MqttMessage answer = connect.replies().refused(refused.refusal(), refused.message());
        if (refused.delay().isZero()) {
            passage.closeAfter(answer);
            return;
        }
        passage.cancelDeadline(); // from here on it is we who take the time
        guard.count("connects.delayed", refused.reason());
        if (!guard.failedConnects().later(loop, refused.delay(), () -> answerLate(answer))) {
            passage.drop("too_many_delayed");
        }
    }

    private void answerLate(MqttMessage refusal) {
        if (passage.isAtEntrance()) { // else gone meanwhile
            passage.closeAfter(refusal);
        }
    }

    /** A client identifier that flaps is not given away at once. */
    private void admit(Connect connect, Grant grant, Counts<ProviderId>.Place place) {
        Duration wait = guard.clientIds().waitFor(grant, connect.clientId(), passage);
        if (wait.isZero()) {
            letIn(connect, grant, place);
        } else {
            loop.schedule(() -> letIn(connect, grant, place), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void letIn(Connect connect, Grant grant, Counts<ProviderId>.Place place) {
        if (passage.isAtEntrance()) {
            passage.letIn(connect, grant, place);
        } else {
            place.leave(); // gone while it waited
        }
    }
}
