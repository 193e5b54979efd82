package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.transit.BusKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The client identifier of one connection, which another may take over, at this node or at another one. Confined to its event loop. */
final class Identity {
    static final String FLAPPING = "the client identifier was taken over " + ClientIds.FLAPS_AT + " times within "
            + ClientIds.WITHIN.toSeconds() + " s: do two devices share it?";

    private final Guard guard;
    private final Grant grant;
    private final Passage passage;
    private final String clientId;
    private final boolean ours;

    Identity(Guard guard, Grant grant, Connect connect, Passage passage) {
        this.guard = guard;
        this.grant = grant;
        this.passage = passage;
        ours = connect.clientId().isEmpty();
        clientId = ours ? UUID.randomUUID().toString() : connect.clientId();
    }

    String clientId() {
        return clientId;
    }

    /** That the client has to be told; null where it knows its own. */
    @Nullable
    String assigned() {
        return ours ? clientId : null;
    }

    /** Whoever has it, here or elsewhere, is sent away. */
    void take() {
        takenOver(guard.clientIds().take(grant, clientId, passage));
        if (!ours) { // which nobody else has
            guard.claims().take(grant, clientId, passage);
        }
    }

    /** Two devices with one client identifier: counted each time, told once a minute. */
    private void takenOver(int times) {
        if (times >= ClientIds.FLAPS_AT) {
            guard.count("flapping", grant.role().code());
        }
        if (times == ClientIds.FLAPS_AT) {
            grant.bus().ifPresent(bus -> guard.reports().flapping(new BusKey(grant.provider(), bus), FLAPPING));
        }
    }

    /** Another node has it now; says whether it is taken over again and again. */
    boolean lose() {
        return guard.clientIds().lose(grant, clientId, passage) >= ClientIds.FLAPS_AT;
    }

    void free() {
        guard.clientIds().free(grant, clientId, passage);
        guard.claims().free(grant, clientId, passage);
    }
}
