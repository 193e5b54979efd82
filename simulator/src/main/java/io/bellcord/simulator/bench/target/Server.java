package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.store.Store;
import io.bellcord.simulator.bench.wire.Login;
import io.bellcord.simulator.bench.wire.Sockets;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** An MQTT broker in a process of its own, on this machine. */
public interface Server extends AutoCloseable {
    /** In the topics of every broker. */
    String PROVIDER = "kb";

    String name();

    int port();

    /** The processes whose CPU time and memory count as the broker's; none when they are not known. */
    List<ProcessHandle> processes();

    /**
     * Where the so-manieth client connects.
     *
     * @param node of several, from 0
     */
    default InetSocketAddress address(int node, long number) {
        return Sockets.address(port(), number);
    }

    /** Where the last locations are, if it keeps them in Redis. */
    default Optional<Store> store() {
        return Optional.empty();
    }

    /** All the Redis processes that serve it. */
    default List<Store> stores() {
        return store().stream().toList();
    }

    /** Where that provider's last locations are, if it keeps them in Redis. */
    default Optional<Store> store(String provider) {
        return store();
    }

    /**
     * It has been warmed up: from now on it gets no more of the machine than it is to be measured with.
     *
     * @return whether there is such a limit
     */
    default boolean limit() {
        return false;
    }

    /** How a bus's tracker logs in. */
    default Login tracker(String provider, String bus) {
        return Login.ANONYMOUS;
    }

    /** How a rider logs in. */
    default Login rider(String provider, String name) {
        return Login.ANONYMOUS;
    }

    @Override
    void close();
}
