/** Who may connect at all, decided where a connection is accepted, before it costs anything; and whose it is. */
@NullMarked
package io.bellcord.broker.guard.admission;

import org.jspecify.annotations.NullMarked;
