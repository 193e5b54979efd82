/** What riders get as bytes: MQTT's PUBLISH at QoS 0, many at a time, in each form that a client may speak. */
@NullMarked
package io.bellcord.broker.feed.wire;

import org.jspecify.annotations.NullMarked;
