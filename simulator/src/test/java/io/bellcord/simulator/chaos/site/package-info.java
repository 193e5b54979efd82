/** PostgreSQL, Redis, brokers and the wires between them, each of which can be broken and mended. */
@NullMarked
package io.bellcord.simulator.chaos.site;

import org.jspecify.annotations.NullMarked;
