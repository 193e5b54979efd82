package io.bellcord.broker.auth;

import io.bellcord.broker.transit.BusKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** Who is connected under which grant, by connection id. Safe for use by many threads. */
public final class LiveGrants {
    /** A client that is connected. */
    public interface Connection {
        /** Ends the connection and tells the client why, where its protocol can. Returns at once, on any thread. */
        void end(Ending why);

        /** Tells who watches this bus of the connection, if it is one that reports for it. Returns at once, on any thread. */
        void introduce(BusKey bus);
    }

    /** Why a connection is ended by us. */
    public enum Ending {
        /** The grant has come to its end. */
        EXPIRED,
        RIGHT_LOST,
        TAKEN_OVER,
        /** The same, by a connection of another node. */
        TAKEN_ELSEWHERE,
        /** Taken over again and again. */
        FLAPPING,
        SHUTTING_DOWN
    }

    private record Live(Grant grant, Connection connection) {}

    private final ConcurrentMap<String, Live> live = new ConcurrentHashMap<>();
    private final Predicate<Grant> holds;

    /** @param holds whether a grant is still good by what the providers allow now */
    public LiveGrants(Predicate<Grant> holds) {
        this.holds = holds;
    }

    /** Whether the grant is still good, connected or not. */
    public boolean holds(Grant grant) {
        return holds.test(grant);
    }

    /** Counts a client in, and out again at once if its right was withdrawn while it logged in. */
    public void admit(String connectionId, Grant grant, Connection connection) {
        live.put(connectionId, new Live(grant, connection));
        if (!holds.test(grant)) {
            connection.end(Ending.RIGHT_LOST);
        }
    }

    public Optional<Grant> find(String connectionId) {
        return Optional.ofNullable(live.get(connectionId)).map(Live::grant);
    }

    /** The connection is gone and everything that it sent has been worked on. */
    public void forget(String connectionId) {
        live.remove(connectionId);
    }

    /** Has every connection that may report for this bus introduced to who watches it. */
    public void introduce(BusKey bus) {
        live.values().stream()
                .filter(one -> one.grant().mayPublish(bus))
                .forEach(one -> one.connection().introduce(bus));
    }

    /** Those who are connected now. */
    public List<Connection> connections() {
        return live.values().stream().map(Live::connection).toList();
    }

    public int size() {
        return live.size();
    }

    /** How many are connected in a role. */
    public long count(Role role) {
        return live.values().stream().filter(one -> one.grant().role() == role).count();
    }

    /** Ends every connection whose grant no longer holds. To be called after each change of what the providers allow. */
    public void recheck() {
        live.values().stream()
                .filter(one -> !holds.test(one.grant()))
                .forEach(one -> one.connection().end(Ending.RIGHT_LOST));
    }

    /** Ends every connection. */
    public void endAll(Ending why) {
        live.values().forEach(one -> one.connection().end(why));
    }
}
