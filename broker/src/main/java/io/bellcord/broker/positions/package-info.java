/** The last location of every bus: in memory for the live feed, in Redis to last. */
@NullMarked
package io.bellcord.broker.positions;

import org.jspecify.annotations.NullMarked;
