/** {@code ./bellcord admin tracker} and {@code token}: what lets clients in. */
@NullMarked
package io.bellcord.broker.cli.admin.tracker;

import org.jspecify.annotations.NullMarked;
