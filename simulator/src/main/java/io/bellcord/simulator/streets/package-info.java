/** The streets that buses drive along: Monaco's bus routes, as OpenStreetMap drew them. */
@NullMarked
package io.bellcord.simulator.streets;

import org.jspecify.annotations.NullMarked;
