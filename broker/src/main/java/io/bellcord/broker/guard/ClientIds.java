package io.bellcord.broker.guard;

import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.transit.ProviderId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which connection holds a client identifier: one namespace per provider, so no tenant can take over another's.
 *
 * <p>Takeover ends here. Moquette knows each connection by an id of its own that is never used again
 * (docs/decisions/0002), so it never sees one client twice.
 */
final class ClientIds {
    private record Key(ProviderId provider, String clientId) {}

    private final ConcurrentMap<Key, Connection> holders = new ConcurrentHashMap<>();

    /** Gives the client identifier to a new connection and ends the one that held it (MQTT 5.0, 3.1.4-3). */
    void take(ProviderId provider, String clientId, Connection connection) {
        Connection before = holders.put(new Key(provider, clientId), connection);
        if (before != null) {
            before.end(Ending.TAKEN_OVER);
        }
    }

    /** Frees the client identifier, unless another connection has taken it since. */
    void free(ProviderId provider, String clientId, Connection connection) {
        holders.remove(new Key(provider, clientId), connection);
    }
}
