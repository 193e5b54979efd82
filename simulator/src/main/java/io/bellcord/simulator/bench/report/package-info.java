/** Figures of several brokers side by side, and whether aims are reached. */
@NullMarked
package io.bellcord.simulator.bench.report;

import org.jspecify.annotations.NullMarked;
