package io.bellcord.broker.cluster.clients;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants.Connection;

/** Client identifiers, claimed among all nodes: whoever claims one last has it. Safe for use by many threads; never waits. */
public interface Claims {
    /** The connection has the identifier from now on, and is ended once another node claims it later. */
    void take(Grant grant, String clientId, Connection connection);

    /** The connection is gone. Nothing happens where another one has taken the identifier since. */
    void free(Grant grant, String clientId, Connection connection);

    /** Where there is no other node. */
    static Claims none() {
        return new Claims() {
            @Override
            public void take(Grant grant, String clientId, Connection connection) {}

            @Override
            public void free(Grant grant, String clientId, Connection connection) {}
        };
    }
}
