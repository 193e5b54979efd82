package io.bellcord.simulator.bench.target;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a cluster is to be made of.
 *
 * @param masters of Redis Cluster; 1 for a single Redis
 * @param quota of each node, in percent of one processor; 0 for none
 */
public record ClusterSize(int nodes, int masters, int providers, int quota) {
    /** Their ids. */
    public List<String> providerIds() {
        return IntStream.range(0, providers)
                .mapToObj(i -> String.format(Locale.ROOT, "p%03d", i))
                .toList();
    }

    /** For people. */
    public String words() {
        return nodes
                + (nodes == 1 ? " node, " : " nodes, ")
                + masters
                + (masters == 1 ? " Redis, " : " masters, ")
                + providers
                + (providers == 1 ? " provider" : " providers");
    }
}
