package io.bellcord.broker.cluster.clients;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.redis.Channels.Subscription;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.steady.Steady;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Client identifiers, claimed over a channel of each provider that has a client here. Where Redis is away claims wait, and whoever
 * is connected stays so.
 */
public final class SharedClaims implements Claims, AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Channels channels;
    private final ClaimSender sender;
    private final ClaimMetrics metrics;
    private final Ticker ticker;
    private final ConcurrentMap<ProviderId, Listening> providers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("client-claims-", 0).factory());
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("client-claims").factory());

    private record Listening(ProviderClaims claims, Subscription subscription) {}

    private SharedClaims(Redis redis, Channels channels, NodeId node, MeterRegistry meters, Ticker ticker) {
        this.channels = channels;
        this.ticker = ticker;
        sender = new ClaimSender(redis, channels, node.value());
        metrics = ClaimMetrics.in(meters, this::waiting);
    }

    public static SharedClaims start(Redis redis, Channels channels, NodeId node, MeterRegistry meters, Ticker ticker) {
        var claims = new SharedClaims(redis, channels, node, meters, ticker);
        Steady.every(claims.sweeper, SWEEP, "Providers without a client are listened to", claims::sweep);
        return claims;
    }

    @Override
    public void take(Grant grant, String clientId, Connection connection) {
        ClientKey client = ClientKey.of(grant, clientId);
        providers.compute(grant.provider(), (provider, before) -> {
            Listening listening = before == null ? listenTo(provider) : before;
            listening.claims().take(client, connection);
            return listening;
        });
    }

    @Override
    public void free(Grant grant, String clientId, Connection connection) {
        Listening listening = providers.get(grant.provider());
        if (listening != null) {
            listening.claims().free(ClientKey.of(grant, clientId), connection);
        }
    }

    private Listening listenTo(ProviderId provider) {
        var claims = new ProviderClaims(provider, sender, metrics, threads, ticker);
        return new Listening(claims, channels.subscribe(ClaimSender.channel(provider), claims));
    }

    /** Listens no longer for providers without a client here. */
    void sweep() {
        providers
                .keySet()
                .forEach(provider -> providers.computeIfPresent(provider, (_, listening) -> {
                    if (!listening.claims().isEmpty()) {
                        return listening;
                    }
                    listening.subscription().close();
                    return null;
                }));
    }

    private int waiting() {
        return providers.values().stream()
                .mapToInt(listening -> listening.claims().waiting())
                .sum();
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        providers.values().forEach(listening -> listening.subscription().close());
        threads.shutdownNow();
    }
}
