/** Work that goes on although it failed once. */
@NullMarked
package io.bellcord.broker.steady;

import org.jspecify.annotations.NullMarked;
