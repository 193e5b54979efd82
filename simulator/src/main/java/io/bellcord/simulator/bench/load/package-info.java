/** Thousands of trackers and riders on one thread, who verify every delivery. */
@NullMarked
package io.bellcord.simulator.bench.load;

import org.jspecify.annotations.NullMarked;
