/** What Traccar's and OsmAnd's phone apps speak: a fix as the parameters of a request, or as Traccar Client's JSON. */
@NullMarked
package io.bellcord.broker.http.osmand;

import org.jspecify.annotations.NullMarked;
