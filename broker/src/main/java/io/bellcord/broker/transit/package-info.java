/** The words of the trade: providers, buses, positions. GTFS-Realtime's terms; nothing but the JDK. */
@NullMarked
package io.bellcord.broker.transit;

import org.jspecify.annotations.NullMarked;
