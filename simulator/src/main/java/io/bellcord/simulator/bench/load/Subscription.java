package io.bellcord.simulator.bench.load;

import java.util.function.IntPredicate;

/**
 * What one rider watches.
 *
 * @param buses how many, from the first on
 * @param node to which it connects
 * @param isElsewhere whether a bus reports to another node
 */
record Subscription(String filter, int firstBus, int buses, int node, IntPredicate isElsewhere) {}
