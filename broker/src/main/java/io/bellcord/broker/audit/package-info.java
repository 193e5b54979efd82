/** Who changed what of those that may come in, and how much was refused: in PostgreSQL, where it only grows. */
@NullMarked
package io.bellcord.broker.audit;

import org.jspecify.annotations.NullMarked;
