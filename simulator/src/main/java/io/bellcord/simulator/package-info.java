/** Fleets of trackers: the second implementation of docs/PROTOCOL.md, which knows nothing of the broker's code. */
@NullMarked
package io.bellcord.simulator;

import org.jspecify.annotations.NullMarked;
