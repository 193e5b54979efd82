package io.bellcord.broker.cluster;

import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One provider that somebody wants here. First its channel, then its last locations: so nothing falls between the two, and
 * what comes twice is recognised by its fix time. After every loss of the channel the same again.
 */
final class Following implements Channels.Listener {
    private final ProviderId provider;
    private final Cluster cluster;
    private CompletableFuture<Void> ready = new CompletableFuture<>();
    private @Nullable Instant cutOffSince;
    /** Of the last subscription: a load that was begun for one before it says nothing. */
    private int subscription;

    private volatile long wantedAt;

    /** @param now by the ticker */
    Following(ProviderId provider, Cluster cluster, long now) {
        this.cutOffSince = cluster.now();
        this.provider = provider;
        this.cluster = cluster;
        this.wantedAt = now;
    }

    /** Somebody wants it now. */
    void wanted(long now) {
        wantedAt = now;
    }

    long wantedAt() {
        return wantedAt;
    }

    /** When everything is here that other nodes know; failed while that cannot be had, which is tried again. */
    synchronized CompletableFuture<Void> ready() {
        return ready;
    }

    /** Since when nothing comes from other nodes; null while it does. */
    synchronized @Nullable Instant cutOffSince() {
        return cutOffSince;
    }

    @Override
    public void subscribed() {
        load(begin());
    }

    private synchronized int begin() {
        cutOffSince = null;
        if (ready.isDone()) {
            ready = new CompletableFuture<>();
        }
        return ++subscription;
    }

    private void load(int forSubscription) {
        cluster.load(provider).whenComplete((_, failure) -> {
            if (failure == null) {
                complete(forSubscription);
            } else if (fail(forSubscription)) {
                cluster.later(() -> load(forSubscription));
            }
        });
    }

    private void complete(int forSubscription) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            if (forSubscription != subscription) {
                return;
            }
            waiting = ready.isDone() ? CompletableFuture.completedFuture(null) : ready;
            ready = waiting;
        }
        waiting.complete(null);
    }

    /** Whether it is still worth trying again. */
    private boolean fail(int forSubscription) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            if (forSubscription != subscription) {
                return false;
            }
            waiting = ready;
        }
        waiting.completeExceptionally(new NotFollowed());
        return true;
    }

    @Override
    public void lost() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            if (cutOffSince == null) {
                cluster.metrics().lost();
                cutOffSince = cluster.now();
            }
            subscription++;
            waiting = ready;
            if (ready.isDone() && !ready.isCompletedExceptionally()) {
                ready = CompletableFuture.failedFuture(new NotFollowed());
            }
        }
        waiting.completeExceptionally(new NotFollowed());
    }

    /** Nobody wants it any more: what is under way for it is for nobody. */
    synchronized void end() {
        subscription++;
    }

    @Override
    public void received(byte[] message) {
        cluster.heard(provider, message);
    }
}
