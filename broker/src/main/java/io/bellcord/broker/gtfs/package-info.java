/** What providers have loaded of their GTFS: in PostgreSQL, and all that is asked for often in memory. */
@NullMarked
package io.bellcord.broker.gtfs;

import org.jspecify.annotations.NullMarked;
