/** The brokers that are measured, each in a process of its own. */
@NullMarked
package io.bellcord.simulator.bench.target;

import org.jspecify.annotations.NullMarked;
