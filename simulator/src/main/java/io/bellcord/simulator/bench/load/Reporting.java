package io.bellcord.simulator.bench.load;

/**
 * What one tracker sends.
 *
 * @param isRetained as a plain broker wants it, to have a snapshot for those who subscribe later
 */
record Reporting(int bus, String topic, int qos, boolean isRetained) {}
