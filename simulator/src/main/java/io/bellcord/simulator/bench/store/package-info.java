/** Positions in Redis: where Bellcord keeps them, and what takes that place beside another broker. */
@NullMarked
package io.bellcord.simulator.bench.store;

import org.jspecify.annotations.NullMarked;
