/**
 * The door: Netty handlers put into Moquette's own pipelines, between its MQTT codec and its protocol handler. Nothing
 * reaches Moquette that it could not survive, and everything about subscriptions is answered here.
 */
@NullMarked
package io.bellcord.broker.guard;

import org.jspecify.annotations.NullMarked;
