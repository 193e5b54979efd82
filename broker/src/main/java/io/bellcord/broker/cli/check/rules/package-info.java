/** What makes a good tracker, as functions of what was seen of one; nothing here reads a clock or a socket. */
@NullMarked
package io.bellcord.broker.cli.check.rules;

import org.jspecify.annotations.NullMarked;
