/** What Bellcord costs beside the bare broker that is inside it, measured from outside: processes, sockets, CPU time. */
@NullMarked
package io.bellcord.simulator.bench;

import org.jspecify.annotations.NullMarked;
