package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.guard.admission.ClientAddress;
import io.bellcord.broker.observe.ClientFacts;
import io.bellcord.broker.observe.Observation;
import io.bellcord.broker.observe.Observed;
import io.bellcord.broker.transit.BusKey;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells operators who watch a bus of the connections that report for it; of riders it does nothing. Confined to one event loop. */
final class Sighting {
    private final Observation observation;
    private final @Nullable ClientFacts facts;
    private @Nullable String ending;

    private Sighting(Observation observation, @Nullable ClientFacts facts) {
        this.observation = observation;
        this.facts = facts;
    }

    static Sighting of(
            Guard guard,
            ChannelHandlerContext ctx,
            Connect connect,
            Grant grant,
            String connectionId,
            String clientId) {
        return new Sighting(
                guard.observation(),
                grant.role() == Role.RIDER
                        ? null
                        : new ClientFacts(
                                connectionId,
                                guard.clock().instant(),
                                clientId,
                                connect.clientId().isEmpty(),
                                connect.protocol(),
                                Listeners.isWebSocket(ctx.pipeline()),
                                Tls.isIn(ctx.pipeline()),
                                connect.isCleanSession(),
                                connect.keepAlive(),
                                connect.keepAlive(guard.limits().maxKeepAlive()),
                                connect.will().map(Connect.Will::topicName),
                                grant,
                                ClientAddress.of(ctx.channel()).getHostAddress()));
    }

    /** It reports for this bus from now on. */
    void arrived(BusKey bus) {
        ClientFacts client = facts;
        if (client != null) {
            observation.see(bus, now -> new Observed.Connected(now, client));
        }
    }

    /** It has reported for this bus before it was watched. */
    void present(BusKey bus) {
        ClientFacts client = facts;
        if (client != null) {
            observation.see(bus, now -> new Observed.Present(now, client));
        }
    }

    /** Why it will have gone; the first reason stays. */
    void endsFor(String reason) {
        if (ending == null) {
            ending = reason;
        }
    }

    void left(BusKey bus) {
        ClientFacts client = facts;
        if (client != null) {
            observation.see(
                    bus,
                    now -> new Observed.Disconnected(
                            now,
                            client.connection(),
                            ending == null ? "connection_lost" : ending,
                            lasted(client.since(), now)));
        }
    }

    private static Duration lasted(Instant since, Instant now) {
        Duration lasted = Duration.between(since, now);
        return lasted.isNegative() ? Duration.ZERO : lasted; // a clock may be set back
    }
}
