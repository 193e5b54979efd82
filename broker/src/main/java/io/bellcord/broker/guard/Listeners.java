package io.bellcord.broker.guard;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ServerChannel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that Moquette listens on while one {@link #during} runs, each under a guard. Netty finds this class by
 * its ServiceLoader and calls it for every server channel of the JVM, so it acts only on those that were bound within
 * {@code during}: several brokers live side by side.
 */
public final class Listeners extends ChannelInitializerExtension {
    private static final AttributeKey<Guard> GUARD = AttributeKey.valueOf("bellcord.guard");
    private static final ScopedValue<Binding> BINDING = ScopedValue.newInstance();

    private record Binding(Guard guard, List<Channel> bound) {}

    /** For Netty's ServiceLoader. */
    public Listeners() {}

    /**
     * Starts a server whose connections the guard watches.
     *
     * @param start binds its listeners on the calling thread
     * @return the addresses bound, in the order of their binding
     */
    public static <E extends Exception> List<InetSocketAddress> during(Guard guard, Start<E> start) throws E {
        // Read by Netty when its first server of this JVM binds.
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
        Binding binding = new Binding(guard, new ArrayList<>());
        ScopedValue.where(BINDING, binding).call(() -> {
            start.run();
            return null;
        });
        return binding.bound().stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
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
            channel.attr(GUARD).set(binding.guard());
            binding.bound().add(channel);
        }
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        Guard guard = guardOf(channel);
        if (guard == null) {
            return;
        }
        // Runs before Moquette's own initializer; one that is added now runs after it.
        channel.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel built) {
                guard.enter(built);
            }
        });
    }

    private static @Nullable Guard guardOf(Channel child) {
        Channel parent = child.parent();
        return parent == null ? null : parent.attr(GUARD).get();
    }
}
