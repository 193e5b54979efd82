package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.transit.ProviderId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which connection holds a client identifier: one namespace for whom a token is for, so that no tenant can take over
 * another's, and no rider, who may need no token at all, a tracker's.
 *
 * <p>Takeover ends here. Moquette knows each connection by an id of its own that is never used again
 * (docs/decisions/0002), so it never sees one client twice.
 */
final class ClientIds {
    private record Key(ProviderId provider, Role role, String subject, String clientId) {
        Key(Grant grant, String clientId) {
            this(grant.provider(), grant.role(), grant.subject(), clientId);
        }
    }

    private final ConcurrentMap<Key, Connection> holders = new ConcurrentHashMap<>();

    /** Gives the client identifier to a new connection and ends the one that held it (MQTT 5.0, 3.1.4-3). */
    void take(Grant grant, String clientId, Connection connection) {
        Connection before = holders.put(new Key(grant, clientId), connection);
        if (before != null) {
            before.end(Ending.TAKEN_OVER);
        }
    }

    /** Frees the client identifier, unless another connection has taken it since. */
    void free(Grant grant, String clientId, Connection connection) {
        holders.remove(new Key(grant, clientId), connection);
    }
}
