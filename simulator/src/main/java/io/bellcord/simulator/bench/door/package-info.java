/** What Bellcord costs beside the bare broker that is inside it: logging in and publishing. */
@NullMarked
package io.bellcord.simulator.bench.door;

import org.jspecify.annotations.NullMarked;
