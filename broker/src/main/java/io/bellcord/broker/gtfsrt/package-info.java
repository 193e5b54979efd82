/** Where all buses of a provider are, as GTFS-Realtime: written once whenever it changes, for riders and HTTP alike. */
@NullMarked
package io.bellcord.broker.gtfsrt;

import org.jspecify.annotations.NullMarked;
