/** How a bus moves: along the streets of its route, from stop to stop, as fast as a bus can. */
@NullMarked
package io.bellcord.simulator.driving;

import org.jspecify.annotations.NullMarked;
