package io.bellcord.broker.guard;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ServerChannel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that Moquette listens on while one {@link #during} runs, each under a guard. Netty finds this class by
 * its ServiceLoader and calls it for every server channel of the JVM, so it acts only on those that were bound within
 * {@code during}: several brokers live side by side.
 */
public final class Listeners extends ChannelInitializerExtension {
    private static final AttributeKey<Guarded> GUARDED = AttributeKey.valueOf("bellcord.guarded");
    private static final Duration LONGEST_STOP = Duration.ofSeconds(1);
    private static final ScopedValue<Binding> BINDING = ScopedValue.newInstance();

    /**
     * What is particular to one listener.
     *
     * @param proxyProtocol whether a proxy in front begins each connection with a PROXY header
     */
    public record Listener(boolean proxyProtocol) {}

    /** Sockets that are listened on. */
    public record Bound(List<Channel> channels) {
        /** Where, in the order of their binding. */
        public List<InetSocketAddress> addresses() {
            return channels.stream()
                    .map(channel -> (InetSocketAddress) channel.localAddress())
                    .toList();
        }

        /** Lets nobody in any more, not even who waits to be accepted. Those who are in stay. */
        public void stop() {
            List<ChannelFuture> closing = channels.stream().map(Channel::close).toList();
            closing.forEach(close -> close.awaitUninterruptibly(LONGEST_STOP.toMillis()));
        }
    }

    private record Guarded(Pipelines pipelines, Listener listener) {}

    private record Binding(Guard guard, Pipelines pipelines, Iterator<Listener> listeners, List<Channel> bound) {}

    /** As Moquette calls it. */
    static final String WEB_SOCKET = "webSocketHandler";

    static boolean isWebSocket(ChannelPipeline pipeline) {
        return pipeline.get(WEB_SOCKET) != null;
    }

    /** For Netty's ServiceLoader. */
    public Listeners() {}

    /**
     * Starts a server whose connections the guard watches.
     *
     * @param listeners in the order of their binding
     * @param start binds its listeners on the calling thread
     * @return what it has bound, in the order of their binding
     * @throws IllegalStateException when Netty did not ask the guard in; what was bound has to be closed
     */
    public static <E extends Exception> Bound during(Guard guard, List<Listener> listeners, Start<E> start) throws E {
        // Read by Netty when its first server of this JVM binds.
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
        Binding binding = new Binding(guard, new Pipelines(guard), listeners.iterator(), new ArrayList<>());
        ScopedValue.where(BINDING, binding).call(() -> {
            start.run();
            return null;
        });
        if (binding.listeners().hasNext()) {
            throw new IllegalStateException(
                    "Netty was used in this JVM before the broker, without extensions, so that nothing"
                            + " would guard the listeners: start the JVM with -D" + EXTENSIONS_SYSTEM_PROPERTY
                            + "=serviceload");
        }
        return new Bound(List.copyOf(binding.bound()));
    }

    /** Binds listeners. */
    @FunctionalInterface
    public interface Start<E extends Exception> {
        void run() throws E;
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        if (BINDING.isBound()) {
            Binding binding = BINDING.get();
            Listener listener = binding.listeners().next();
            channel.attr(GUARDED).set(new Guarded(binding.pipelines(), listener));
            binding.guard().admission().guard(channel, listener.proxyProtocol());
            binding.bound().add(channel);
        }
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        Guarded guarded = guardedOf(channel);
        if (guarded == null) {
            return;
        }
        // Runs before Moquette's own initializer; one that is added now runs after it.
        channel.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel built) {
                guarded.pipelines().guard(built, guarded.listener().proxyProtocol());
            }
        });
    }

    private static @Nullable Guarded guardedOf(Channel child) {
        Channel parent = child.parent();
        return parent == null ? null : parent.attr(GUARDED).get();
    }
}
