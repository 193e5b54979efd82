/** {@code admin status}: what nodes do and what is wrong with them, for a person at a terminal. */
@NullMarked
package io.bellcord.broker.cli.status;

import org.jspecify.annotations.NullMarked;
