package io.bellcord.broker.guard.admission;

import io.bellcord.broker.limits.Counts;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.limits.TokenBuckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Bounds how many connections there are, and how fast they come. Safe for use by many threads. */
public final class Admission {
    private static final int MOST_ADDRESSES = 100_000;

    private final Networks trusted;
    private final Counts<Admission> total;
    private final Counts<InetAddress> perAddress;
    private final TokenBuckets<InetAddress> rates;
    private final MeterRegistry meters;

    /**
     * What is let in.
     *
     * @param connections in total
     * @param connectionsPerAddress at once
     * @param connectRate new connections of one address
     * @param trusted networks that what counts by address does not apply to
     */
    public record Limits(int connections, int connectionsPerAddress, Rate connectRate, Networks trusted) {}

    public Admission(Limits limits, Ticker ticker, MeterRegistry meters) {
        this.meters = meters;
        List.of("per_address", "proxy_header", "rate", "total").forEach(this::refusals); // zero, rather than nothing
        trusted = limits.trusted();
        total = new Counts<>(limits.connections());
        perAddress = new Counts<>(limits.connectionsPerAddress());
        rates = new TokenBuckets<>(limits.connectRate(), MOST_ADDRESSES, ticker);
    }

    /**
     * Stands at a listener's accept.
     *
     * @param proxied whether each connection begins with a PROXY header, which only then says whose it is
     */
    public void guard(Channel listener, boolean proxied) {
        listener.pipeline().addFirst("admission", new AcceptHandler(this, proxied));
    }

    /** Reads the PROXY header of a connection before anything else does. */
    public void expectProxyHeader(ChannelPipeline pipeline) {
        ProxyHeader.expect(pipeline, this);
    }

    /** Whether limits by address do not apply. */
    public boolean isTrusted(InetAddress address) {
        return trusted.contains(address);
    }

    /** Counts a connection in until it closes, or says no. */
    boolean enter(Channel connection, boolean proxied) {
        Optional<Counts<Admission>.Place> place = total.enter(this);
        if (place.isEmpty()) {
            return refused("total");
        } else if (!proxied && !enterFrom(ClientAddress.of(connection), connection)) {
            place.get().leave();
            return false;
        }
        connection.closeFuture().addListener(_ -> place.get().leave());
        return true;
    }

    /** Counts a connection to its client's address until it closes, or says no. */
    boolean enterFrom(InetAddress address, Channel connection) {
        ClientAddress.set(connection, address);
        if (isTrusted(address)) {
            return true;
        }
        InetAddress counted = Networks.counted(address);
        if (!rates.tryTake(counted)) {
            return refused("rate");
        }
        Optional<Counts<InetAddress>.Place> place = perAddress.enter(counted);
        place.ifPresent(one -> connection.closeFuture().addListener(_ -> one.leave()));
        return place.isPresent() || refused("per_address");
    }

    boolean refused(String reason) {
        refusals(reason).increment();
        return false;
    }

    private Counter refusals(String reason) {
        return Counter.builder("bellcord.guard.accepts.refused")
                .description("Connections that were closed as they came")
                .tag("reason", reason)
                .register(meters);
    }
}
