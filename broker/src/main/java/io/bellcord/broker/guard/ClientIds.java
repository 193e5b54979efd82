package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which connection holds a client identifier: one namespace for whom a token is for, so that no tenant can take over
 * another's, and no rider, who may need no token at all, a tracker's.
 *
 * <p>Takeover ends here. Moquette knows each connection by an id of its own that is never used again
 * (docs/decisions/0002), so it never sees one client twice. Two devices that share one identifier end each other's connection
 * again and again: such an identifier <em>flaps</em>, and is given to another connection no more than once in a while. What
 * is remembered goes with its last holder, so there is never more of it than there are connections; but where another node
 * took the identifier, it is kept for a minute, of so many at most.
 */
final class ClientIds {
    /** A device that loses its network takes its own place once or twice a minute, and not for long. */
    static final int FLAPS_AT = 5;

    static final Duration WITHIN = Duration.ofMinutes(1);

    /** Two devices that share an identifier get a position through each; ten a second would only cost. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final int MOST_LOST = 10_000;

    private record Key(ProviderId provider, Role role, String subject, String clientId) {
        Key(Grant grant, String clientId) {
            this(grant.provider(), grant.role(), grant.subject(), clientId);
        }
    }

    /**
     * @param connection null while another node has it
     * @param waiting wants the identifier once it may change hands again
     * @param takeovers since the minute began in which they are counted
     */
    private record Holder(
            @Nullable Connection connection, @Nullable Connection waiting, int takeovers, Instant since) {
        Holder awaitedBy(@Nullable Connection next) {
            return new Holder(connection, next, takeovers, since);
        }

        /** The connection has it now; it is no takeover unless somebody had it. */
        Holder heldBy(@Nullable Connection next, Instant now) {
            int change = connection == null ? 0 : 1;
            Connection stillWaiting = next != null && next.equals(waiting) ? null : waiting;
            return isOfLate(now)
                    ? new Holder(next, stillWaiting, takeovers + change, since)
                    : new Holder(next, stillWaiting, change, now);
        }

        boolean isOfLate(Instant now) {
            return now.isBefore(since.plus(WITHIN));
        }
    }

    /** @param until it is remembered */
    private record Lost(Key key, Instant until) {}

    private final ConcurrentMap<Key, Holder> holders = new ConcurrentHashMap<>();
    /** What other nodes took, in that order. */
    private final Deque<Lost> lost = new ArrayDeque<>();

    private final Duration wait;
    private final Clock clock;

    /** @param connectTimeout what a client has in all to be let in */
    ClientIds(Duration connectTimeout, Clock clock) {
        Duration most = connectTimeout.dividedBy(4);
        this.wait = most.compareTo(LONGEST_WAIT) < 0 ? most : LONGEST_WAIT;
        this.clock = clock;
    }

    /**
     * How long a connection must wait before it may take the identifier: zero unless that flaps. Of those who wait, the
     * newest counts; the one before is ended.
     */
    Duration waitFor(Grant grant, String clientId, Connection connection) {
        Key key = new Key(grant, clientId);
        Holder holder = holders.get(key);
        if (holder == null || !flaps(holder)) {
            return Duration.ZERO;
        }
        holders.computeIfPresent(key, (_, now) -> {
            end(now.waiting(), Ending.FLAPPING);
            return now.awaitedBy(connection);
        });
        return wait;
    }

    private boolean flaps(Holder holder) {
        return holder.takeovers() >= FLAPS_AT && holder.isOfLate(clock.instant());
    }

    /**
     * Gives the client identifier to a new connection and ends the one that held it (MQTT 5.0, 3.1.4-3).
     *
     * @return how often it was taken over of late; from {@link #FLAPS_AT} on it flaps
     */
    int take(Grant grant, String clientId, Connection connection) {
        return holders.compute(new Key(grant, clientId), (_, before) -> next(before, connection))
                .takeovers();
    }

    private Holder next(@Nullable Holder before, Connection connection) {
        Instant now = clock.instant();
        if (before == null) {
            return new Holder(connection, null, 0, now);
        }
        Holder next = before.heldBy(connection, now);
        end(before.connection(), next.takeovers() < FLAPS_AT ? Ending.TAKEN_OVER : Ending.FLAPPING);
        return next;
    }

    /**
     * Another node has given the identifier to another connection, and this one is about to end.
     *
     * @return as {@link #take}; 0 where a connection of this node has taken it before
     */
    int lose(Grant grant, String clientId, Connection connection) {
        Key key = new Key(grant, clientId);
        Instant now = clock.instant();
        Holder left = holders.computeIfPresent(
                key, (_, holder) -> connection.equals(holder.connection()) ? holder.heldBy(null, now) : holder);
        if (left == null || left.connection() != null) {
            return 0;
        }
        remember(key, now);
        return left.takeovers();
    }

    private static void end(@Nullable Connection connection, Ending why) {
        if (connection != null) {
            connection.end(why); // only asks for it
        }
    }

    /** For a minute, or less where there are too many; what is held here again goes with its holder. */
    private synchronized void remember(Key key, Instant now) {
        lost.add(new Lost(key, now.plus(WITHIN)));
        while (lost.size() > MOST_LOST || !now.isBefore(lost.getFirst().until())) {
            holders.computeIfPresent(
                    lost.removeFirst().key(), (_, holder) -> holder.connection() == null ? null : holder);
        }
    }

    /** How many are held, or remembered. */
    int size() {
        return holders.size();
    }

    /** Frees the client identifier, unless another connection has taken it since. */
    void free(Grant grant, String clientId, Connection connection) {
        holders.computeIfPresent(
                new Key(grant, clientId), (_, holder) -> connection.equals(holder.connection()) ? null : holder);
    }
}
