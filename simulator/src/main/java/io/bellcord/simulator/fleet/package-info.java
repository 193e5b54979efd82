/** Many trackers in one process: connected little by little, publishing evenly, counted honestly. */
@NullMarked
package io.bellcord.simulator.fleet;

import org.jspecify.annotations.NullMarked;
