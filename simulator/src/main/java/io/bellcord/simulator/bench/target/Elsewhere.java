package io.bellcord.simulator.bench.target;

import java.net.InetSocketAddress;
import java.util.List;

/** A broker that runs already; anyone may connect to it. */
record Elsewhere(String name, String host, int port, List<ProcessHandle> processes) implements Server {
    @Override
    public InetSocketAddress address(int node, long number) {
        return new InetSocketAddress(host, port);
    }

    @Override
    public void close() {
        // it is not ours
    }
}
