package io.bellcord.broker.cluster.clients;

import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The client identifiers of one provider that connections of this node have. What is claimed waits, once for each identifier,
 * until Redis can be told. Whoever may have missed something tells all that it has once more, and is answered by who has one of
 * it since later.
 */
final class ProviderClaims implements Channels.Listener {
    private static final Logger log = LoggerFactory.getLogger(ProviderClaims.class);

    /** So long others may join: one call of Redis for all. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);
    private static final int AT_ONCE = 500;

    private final ProviderId provider;
    private final ClaimSender sender;
    private final ClaimMetrics metrics;
    private final Executor threads;
    private final Ticker ticker;
    private final ConcurrentMap<ClientKey, Hold> holds = new ConcurrentHashMap<>();
    private final Set<ClientKey> unclaimed = ConcurrentHashMap.newKeySet();
    private final Set<ClientKey> untold = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean sending = new AtomicBoolean();

    /** @param threads which may wait */
    ProviderClaims(ProviderId provider, ClaimSender sender, ClaimMetrics metrics, Executor threads, Ticker ticker) {
        this.provider = provider;
        this.sender = sender;
        this.metrics = metrics;
        this.threads = threads;
        this.ticker = ticker;
    }

    void take(ClientKey client, Connection connection) {
        holds.put(client, new Hold(connection, ticker));
        unclaimed.add(client);
        send();
    }

    /** And what waits of it: while Redis is away clients may come and go without end. */
    void free(ClientKey client, Connection connection) {
        holds.computeIfPresent(client, (_, hold) -> {
            if (!hold.connection().equals(connection)) {
                return hold;
            }
            unclaimed.remove(client); // before anybody else can have it, who would add it
            untold.remove(client);
            return null;
        });
    }

    boolean isEmpty() {
        return holds.isEmpty();
    }

    /** How many other nodes are not told of yet. */
    int waiting() {
        return (int)
                holds.values().stream().filter(hold -> hold.own().isEmpty()).count();
    }

    @Override
    public void subscribed() {
        untold.addAll(holds.keySet()); // others may have claimed them meanwhile, and say so now
        send();
    }

    @Override
    public void lost() {}

    @Override
    public void received(byte[] bytes) {
        ClaimMessage.decode(bytes).ifPresentOrElse(this::received, metrics.corrupt()::increment);
    }

    private void received(ClaimMessage message) {
        if (!message.node().equals(sender.node())) {
            message.entries().forEach(entry -> contested(entry.key(), entry.turn()));
        }
    }

    private void contested(ClientKey client, Turn rival) {
        Hold hold = holds.get(client);
        if (hold == null) {
            return;
        }
        if (hold.contested(rival)) {
            lost(client, hold);
        } else if (hold.own().isPresent()) {
            untold.add(client); // ours is the later one, and the other node may have missed it
            send();
        }
    }

    private void lost(ClientKey client, Hold hold) {
        if (holds.remove(client, hold)) {
            metrics.takenOver().increment();
            hold.connection().end(Ending.TAKEN_ELSEWHERE);
        }
    }

    private void send() {
        if (sending.compareAndSet(false, true)) {
            threads.execute(this::sendAll);
        }
    }

    private void sendAll() {
        try {
            Duration backOff = FIRST_BACK_OFF;
            while (hasNews()) {
                Thread.sleep(GATHER);
                if (sendSome()) {
                    backOff = FIRST_BACK_OFF;
                } else {
                    Thread.sleep(backOff);
                    backOff = longer(backOff);
                }
            }
        } catch (InterruptedException _) {
            return; // closed
        }
        sending.set(false);
        if (hasNews()) { // which came too late to be seen above
            send();
        }
    }

    /** Whether something waits for Redis to be told of it. */
    boolean hasNews() {
        return !unclaimed.isEmpty() || !untold.isEmpty();
    }

    private boolean sendSome() throws InterruptedException {
        try {
            claim(some(unclaimed));
            tell(some(untold));
            return true;
        } catch (JedisException e) {
            log.debug("Other nodes were not told of clients; tried again provider={}", provider, e);
            sender.suspect();
            return false;
        } catch (RuntimeException | Error e) {
            log.error("Other nodes were not told of clients; this is a bug provider={}", provider, e);
            return false;
        }
    }

    private void claim(Map<ClientKey, Hold> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        try {
            sender.claim(provider, batch)
                    .forEach((client, turn) -> claimed(client, Objects.requireNonNull(batch.get(client)), turn));
        } catch (RuntimeException | Error e) {
            unclaimed.addAll(batch.keySet());
            throw e;
        }
    }

    private void claimed(ClientKey client, Hold hold, Turn turn) {
        if (hold.claimed(turn)) {
            lost(client, hold);
        }
    }

    private void tell(Map<ClientKey, Hold> batch) throws InterruptedException {
        Map<ClientKey, Turn> turns = new HashMap<>();
        batch.forEach((client, hold) -> hold.own().ifPresent(turn -> turns.put(client, turn)));
        if (turns.isEmpty()) {
            return;
        }
        try {
            sender.tell(provider, turns);
        } catch (RuntimeException | Error e) {
            untold.addAll(turns.keySet());
            throw e;
        }
    }

    /** Takes some out, and with them those that nobody has any more. */
    private Map<ClientKey, Hold> some(Set<ClientKey> from) {
        Map<ClientKey, Hold> some = new HashMap<>();
        from.stream().limit(AT_ONCE).toList().forEach(client -> {
            from.remove(client); // first: who takes it from now on is the next batch's
            Hold hold = holds.get(client);
            if (hold != null) {
                some.put(client, hold);
            }
        });
        return some;
    }

    private static Duration longer(Duration backOff) {
        Duration doubled = backOff.multipliedBy(2);
        return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    }
}
