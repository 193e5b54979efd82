package io.bellcord.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.steady.Steady;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Redis' sharded channels, by which nodes tell each other what none of them has to remember. A message goes to whoever
 * listens at that moment. A connection that breaks or falls silent, a server that fails over, a slot that moves: the
 * channel is subscribed to again, for as long as somebody wants it, and the listener is told that it may have missed
 * something. Safe for use by many threads.
 */
public final class Channels implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Channels.class);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LOOK_WHILE_BROKEN = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Redis redis;
    private final ConcurrentMap<String, Channel> wanted = new ConcurrentHashMap<>();
    /** Closed, and perhaps still subscribed to. */
    private final Queue<Channel> unwanted = new ConcurrentLinkedQueue<>();

    private final Map<Shard, Attempt> attempts = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread keeper = Thread.ofVirtual().name("redis-channels").unstarted(this::run);
    private volatile boolean closed;

    private Channels(Redis redis) {
        this.redis = redis;
    }

    /** Opens connections when there is something to listen to: one to each server that has some of it. */
    public static Channels over(Redis redis) {
        var channels = new Channels(redis);
        channels.keeper.start();
        return channels;
    }

    /** What comes of one channel: called in order, never twice at once, and must return soon: other channels wait. */
    public interface Listener {
        /** From now on nothing is missed, until {@link #lost}. */
        void subscribed();

        /** Something may be missed from now on, or could not be subscribed to, which is tried again; may be told repeatedly. */
        void lost();

        void received(byte[] message);
    }

    /** When it is closed the listener hears nothing any more, but what it is being told at that moment. Never blocks. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** The connection to one server, and how many before it were not to be had. */
    private record Attempt(ShardLink link, int failed, long startedAt) {
        boolean isRunning() {
            return !link.isEnded();
        }

        boolean isOver(long now) {
            long pause = LOOK_WHILE_BROKEN.toNanos() << Math.min(failed, 10);
            return now - startedAt >= Math.min(pause, LONGEST_PAUSE.toNanos());
        }
    }

    /**
     * Listens to a channel, from {@link Listener#subscribed} on. Never blocks.
     *
     * @param channel with the hash tag of its provider in braces, if it is a provider's
     * @throws IllegalStateException if somebody does already
     */
    public Subscription subscribe(String channel, Listener listener) {
        Channel subscription = new Channel(channel, listener);
        if (wanted.putIfAbsent(channel, subscription) != null) {
            throw new IllegalStateException("listened to already: " + channel);
        }
        news.release();
        return () -> {
            wanted.remove(channel, subscription);
            subscription.close();
            unwanted.add(subscription);
            news.release();
        };
    }

    /**
     * Tells all who listen to a channel. Waits for the network.
     *
     * @return how many connections Redis gave it to, on the server that has the channel
     * @throws JedisException if it could not be told
     */
    public long publish(String channel, byte[] message) {
        var command = new CommandArguments(Command.SPUBLISH)
                .key(channel.getBytes(UTF_8))
                .add(message);
        return (Long) redis.commands().executeCommand(command);
    }

    private void run() {
        Steady.loop(() -> closed, "Channels of Redis may not be subscribed to", this::keep);
    }

    private void keep() throws InterruptedException {
        for (Channel channel = unwanted.poll(); channel != null; channel = unwanted.poll()) {
            if (!wanted.containsKey(channel.name())) { // else somebody wants it again, and may have it already
                channel.leave();
            }
        }
        boolean settled = settle();
        if (news.tryAcquire((settled ? LOOK : LOOK_WHILE_BROKEN).toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    /** Brings every channel to the server that has it; whether all are there. */
    private boolean settle() {
        try {
            redis.servers();
        } catch (JedisException e) {
            log.debug("Redis does not answer", e);
            wanted.values().forEach(Channel::unreachable);
            return wanted.isEmpty();
        }
        Set<Shard> used = new HashSet<>();
        boolean settled = true;
        for (Channel channel : wanted.values()) {
            Shard shard = redis.shardOf(channel.name());
            used.add(shard);
            settled &= settle(channel, shard);
        }
        endUnused(used);
        return settled;
    }

    private boolean settle(Channel channel, Shard shard) {
        ShardLink link = link(shard);
        if (link == null) {
            redis.suspect();
            channel.unreachable();
            return false;
        }
        channel.moveTo(link);
        return channel.isSubscribed();
    }

    /** Null while it is not to be tried again. */
    private @Nullable ShardLink link(Shard shard) {
        Attempt attempt = attempts.get(shard);
        if (attempt != null && attempt.isRunning()) {
            return attempt.link();
        }
        long now = System.nanoTime();
        if (shard.equals(Shard.UNKNOWN) || (attempt != null && !attempt.isOver(now))) {
            return null;
        }
        int failed = attempt == null || attempt.link().hasAnswered() ? 0 : attempt.failed() + 1;
        ShardLink link = new ShardLink(shard, redis, this);
        attempts.put(shard, new Attempt(link, failed, now));
        link.start();
        return link;
    }

    private void endUnused(Set<Shard> used) {
        for (Shard shard : Set.copyOf(attempts.keySet())) {
            if (!used.contains(shard)) {
                Objects.requireNonNull(attempts.remove(shard)).link().end();
            }
        }
    }

    void received(ShardLink by, String channel, byte[] message) {
        Channel found = wanted.get(channel);
        if (found != null) {
            found.received(by, message);
        }
    }

    /** The server has said that it has this channel no more. */
    void moved(ShardLink from, String channel) {
        Channel found = wanted.get(channel);
        if (found != null) {
            found.lost(from);
            news.release();
        }
    }

    void ended(ShardLink link) {
        Attempt attempt = attempts.get(link.shard());
        boolean unexpected = !closed && attempt != null && attempt.link() == link;
        if (unexpected && link.hasAnswered()) {
            log.warn("Redis was lost; subscribed again when it answers server={}", link);
        }
        redis.suspect();
        wanted.values().forEach(channel -> channel.lost(link));
        news.release();
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        attempts.values().forEach(attempt -> attempt.link().end());
    }
}
