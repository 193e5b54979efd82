/** A tracker's MQTT connection: the only place that knows the MQTT client library. */
@NullMarked
package io.bellcord.simulator.mqtt;

import org.jspecify.annotations.NullMarked;
