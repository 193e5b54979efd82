/** MQTT 3.1.1 by the byte, and the sockets it goes through. */
@NullMarked
package io.bellcord.simulator.bench.wire;

import org.jspecify.annotations.NullMarked;
