package io.bellcord.broker.redis;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel that somebody listens to, and the connection over which it comes. What the listener is told, it is told in order. */
final class Channel {
    private static final Logger log = LoggerFactory.getLogger(Channel.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String name;
    private final Channels.Listener listener;
    private @Nullable ShardLink link;
    private boolean subscribed;
    private long notBefore = System.nanoTime();
    private volatile boolean closed;

    Channel(String name, Channels.Listener listener) {
        this.name = name;
        this.listener = listener;
    }

    String name() {
        return name;
    }

    synchronized boolean isSubscribed() {
        return subscribed;
    }

    /** Comes over this connection from now on, unless it does, or the server has just refused it. */
    synchronized void moveTo(ShardLink other) {
        ShardLink before = link;
        if (closed || before == other || System.nanoTime() - notBefore < 0) {
            return;
        }
        if (before != null) {
            before.unsubscribe(this);
            lost(before);
        }
        link = other;
        other.subscribe(this);
    }

    synchronized void subscribed(ShardLink by) {
        if (link == by && !subscribed) {
            subscribed = true;
            tell(Channels.Listener::subscribed);
        }
    }

    synchronized void received(ShardLink by, byte[] message) {
        if (link == by && subscribed) {
            tell(it -> it.received(message));
        }
    }

    /** The connection broke, or the server does not have this channel, or no more. */
    synchronized void lost(ShardLink by) {
        if (link == by) {
            link = null;
            subscribed = false;
            tell(Channels.Listener::lost);
        }
    }

    /** The server does not give it, which is not its last word. */
    synchronized void refused(ShardLink by) {
        notBefore = System.nanoTime() + PAUSE.toNanos();
        lost(by);
    }

    /** There is nobody to subscribe with. */
    synchronized void unreachable() {
        if (link == null) {
            tell(Channels.Listener::lost);
        }
    }

    /** From now on the listener hears nothing. */
    void close() {
        closed = true;
    }

    /** To be called when it is closed. */
    synchronized void leave() {
        if (link != null) {
            link.unsubscribe(this);
            link = null;
        }
    }

    private void tell(Consumer<Channels.Listener> what) {
        if (closed) {
            return;
        }
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            log.error("A listener failed channel={}; this is a bug", name, e);
        }
    }
}
