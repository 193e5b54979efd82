/** Trackers and riders that come back whenever they are cut off, and the ledger of what they sent and saw. */
@NullMarked
package io.bellcord.simulator.chaos.load;

import org.jspecify.annotations.NullMarked;
