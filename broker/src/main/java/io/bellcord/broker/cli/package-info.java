/** What stands behind {@code ./bellcord}: one class for each command, and what they share. */
@NullMarked
package io.bellcord.broker.cli;

import org.jspecify.annotations.NullMarked;
