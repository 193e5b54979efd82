package io.bellcord.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * One connection to one server, over which channels come. One thread reads; another one writes, and asks once a second
 * whether the server is still there. When the connection breaks it is over: {@link Channels} opens another one.
 */
final class ShardLink {
    private static final Logger log = LoggerFactory.getLogger(ShardLink.class);
    private static final Duration PING = Duration.ofSeconds(1);
    private static final int AT_ONCE = 500;

    private final Shard shard;
    private final Redis redis;
    private final Channels channels;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    /** In the order in which they were sent, which is that of the answers. */
    private final Queue<Request> unanswered = new ConcurrentLinkedQueue<>();

    private final Thread reader;
    private final Thread writer;
    private volatile @Nullable PubSubConnection connection;
    private volatile boolean answered;
    private volatile boolean ended;

    /** @param channel empty in a ping */
    private record Request(Command command, @Nullable Channel channel) {
        static final Request PING = new Request(Command.PING, null);
    }

    ShardLink(Shard shard, Redis redis, Channels channels) {
        this.shard = shard;
        this.redis = redis;
        this.channels = channels;
        reader = Thread.ofPlatform().daemon().name("redis-channels-" + shard).unstarted(this::run);
        writer = Thread.ofVirtual().name("redis-subscribing-" + shard).unstarted(this::write);
    }

    void start() {
        reader.start();
    }

    Shard shard() {
        return shard;
    }

    /** Whether the server has ever answered over it. */
    boolean hasAnswered() {
        return answered;
    }

    boolean isEnded() {
        return ended;
    }

    /** Never waits; nor do the others. */
    void subscribe(Channel channel) {
        requests.add(new Request(Command.SSUBSCRIBE, channel));
    }

    void unsubscribe(Channel channel) {
        requests.add(new Request(Command.SUNSUBSCRIBE, channel));
    }

    void end() {
        ended = true;
        PubSubConnection open = connection;
        if (open != null) {
            open.end();
        }
        writer.interrupt();
    }

    private void run() {
        try (PubSubConnection open = redis.listener(shard)) {
            connection = open;
            writer.start();
            while (!ended) {
                read(open);
            }
        } catch (RuntimeException e) {
            if (!ended) {
                log.debug("A connection to Redis broke, or was not to be had shard={}", shard, e);
            }
        } finally {
            end();
            channels.ended(this);
        }
    }

    private void read(PubSubConnection open) {
        try {
            Object said = open.getUnflushedObject();
            answered = true;
            if (said instanceof List<?> parts && parts.size() == 3) {
                heard(parts);
            } else {
                unanswered.poll(); // the answer to a ping, in either of its forms
            }
        } catch (JedisDataException e) {
            refused(e);
        }
    }

    private void heard(List<?> parts) {
        String channel = text(parts.get(1));
        switch (text(parts.get(0))) {
            case "smessage" -> channels.received(this, channel, (byte[]) parts.get(2));
            case "ssubscribe" -> subscribed();
            case "sunsubscribe" -> unsubscribed(channel);
            default -> log.debug("Redis says what was not asked shard={}", shard);
        }
    }

    private void subscribed() {
        Request request = unanswered.poll();
        if (request != null && request.channel() != null) {
            request.channel().subscribed(this);
        }
    }

    /** Told by the server by itself when the slot moves to another one. */
    private void unsubscribed(String channel) {
        Request head = unanswered.peek();
        boolean asked = head != null
                && head.command() == Command.SUNSUBSCRIBE
                && head.channel() != null
                && head.channel().name().equals(channel);
        if (asked) {
            unanswered.remove();
        } else {
            redis.suspect();
            channels.moved(this, channel);
        }
    }

    /** The slot is another server's, or nobody's at the moment, or the user may not. */
    private void refused(JedisDataException why) {
        Request request = unanswered.poll();
        log.debug("Redis refuses shard={} request={}", shard, request, why);
        if (why instanceof JedisRedirectionException) {
            redis.suspect();
        }
        if (request != null && request.channel() != null && request.command() == Command.SSUBSCRIBE) {
            request.channel().refused(this);
        }
    }

    private void write() {
        try {
            while (!ended) {
                Request next = requests.poll(PING.toMillis(), TimeUnit.MILLISECONDS);
                List<Request> batch = new ArrayList<>(List.of(next == null ? Request.PING : next));
                requests.drainTo(batch, AT_ONCE);
                send(batch);
            }
        } catch (InterruptedException _) {
            // it has ended
        } catch (RuntimeException e) {
            log.debug("A connection to Redis broke shard={}", shard, e);
            end();
        }
    }

    private void send(List<Request> batch) {
        PubSubConnection open = Objects.requireNonNull(connection);
        for (Request request : batch) {
            unanswered.add(request);
            if (request.channel() == null) {
                open.sendCommand(request.command());
            } else {
                open.sendCommand(request.command(), request.channel().name());
            }
        }
        open.flush();
    }

    private static String text(@Nullable Object bytes) {
        return bytes == null ? "" : new String((byte[]) bytes, UTF_8);
    }

    @Override
    public String toString() {
        return shard.toString();
    }
}
