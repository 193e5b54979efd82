/** The live feed: who subscribed to what, the snapshot, and what changed since the last tick. */
@NullMarked
package io.bellcord.broker.feed;

import org.jspecify.annotations.NullMarked;
