/** How trackers get in: with tokens they were given, tokens they sign, or a short secret. */
@NullMarked
package io.bellcord.simulator.credentials;

import org.jspecify.annotations.NullMarked;
