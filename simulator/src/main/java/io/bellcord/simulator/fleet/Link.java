package io.bellcord.simulator.fleet;

import io.bellcord.simulator.credentials.Login;
import io.bellcord.simulator.fault.Fault;
import io.bellcord.simulator.fault.Manner;
import io.bellcord.simulator.mqtt.Answer;
import io.bellcord.simulator.mqtt.Endpoint;
import io.bellcord.simulator.mqtt.LinkListener;
import io.bellcord.simulator.mqtt.LinkOptions;
import io.bellcord.simulator.mqtt.TrackerLink;
import io.bellcord.simulator.protocol.Ids;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A tracker's connection, kept in its manner. Takes turns on one thread. */
final class Link {
    /** Whoever has the same client identifier; what it hears is of no interest. */
    private static final LinkListener NOBODY = new LinkListener() {
        @Override
        public void connected() {}

        @Override
        public void disconnected(Optional<String> refusal) {}
    };

    private final Endpoint endpoint;
    private final Manner manner;
    private final Login login;
    private final LinkListener listener;
    private final Optional<TrackerLink> twin;
    private volatile TrackerLink current;
    private int turns;

    private Link(Endpoint endpoint, Manner manner, Login login, LinkListener listener) {
        this.endpoint = endpoint;
        this.manner = manner;
        this.login = login;
        this.listener = listener;
        current = another(listener);
        twin = manner.twin() ? Optional.of(another(NOBODY)) : Optional.empty();
    }

    static Link of(FleetPlan plan, Login login, LinkListener listener) {
        return new Link(plan.endpoint(), Fault.mannerOf(plan.fault()), login, listener);
    }

    private TrackerLink another(LinkListener hearing) {
        var id = manner.newClientIds() ? UUID.randomUUID().toString() : Ids.trackerClientId(login.bus());
        var will = new LinkOptions.Will(Ids.positionTopic(login.provider(), login.bus()), "offline");
        var options = new LinkOptions(id, manner.keepAlive(), manner.badWill() ? Optional.of(will) : Optional.empty());
        return TrackerLink.to(endpoint, login, options, hearing);
    }

    void connect() {
        current.connect();
        twin.ifPresent(TrackerLink::connect);
    }

    boolean isConnected() {
        return current.isConnected();
    }

    void publish(String topic, byte[] payload, int qos, Consumer<Answer> whenAnswered) {
        current.publish(topic, payload, qos, whenAnswered);
    }

    /** It goes, and comes back, when it is its time. */
    void turnTaken() {
        if (manner.dropsEvery() == 0) {
            return;
        }
        turns++;
        if (turns == manner.dropsEvery()) {
            var gone = manner.badWill() ? current.disconnectWithWill() : current.disconnect();
            if (manner.staysAwayFor() == 0) {
                var _ = gone.whenComplete((_, _) -> comeBack());
            }
        }
        if (turns == manner.dropsEvery() + manner.staysAwayFor()) {
            turns = 0;
            if (manner.staysAwayFor() > 0) {
                comeBack();
            }
        }
    }

    private void comeBack() {
        current = another(listener);
        current.connect();
    }

    CompletableFuture<Void> disconnect() {
        twin.ifPresent(other -> {
            var _ = other.disconnect().exceptionally(_ -> null);
        });
        return current.disconnect();
    }
}
