/**
 * The live feed for riders without MQTT, as server-sent events. {@link io.bellcord.broker.feed.events.EventFeed} keeps, for each
 * provider that somebody follows, a picture of its own that changes once a tick; what each reader is owed are marks on that
 * picture, so a reader who is slow gets the newest of each bus and costs no more than the fleet is large.
 */
@NullMarked
package io.bellcord.broker.feed.events;

import org.jspecify.annotations.NullMarked;
