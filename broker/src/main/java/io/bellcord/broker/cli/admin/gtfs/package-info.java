/** {@code ./bellcord admin gtfs}. */
@NullMarked
package io.bellcord.broker.cli.admin.gtfs;

import org.jspecify.annotations.NullMarked;
