/** Positions as nodes tell each other of them: {@code announcement.proto}, written and read. */
@NullMarked
package io.bellcord.broker.positions.announce;

import org.jspecify.annotations.NullMarked;
