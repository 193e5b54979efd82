/** The API's part for timetables and for those who read GTFS-Realtime. */
@NullMarked
package io.bellcord.broker.http.gtfs;

import org.jspecify.annotations.NullMarked;
