/** What goes over the wire, written from docs/PROTOCOL.md alone. */
@NullMarked
package io.bellcord.simulator.protocol;

import org.jspecify.annotations.NullMarked;
