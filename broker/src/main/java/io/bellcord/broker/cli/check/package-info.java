/** {@code check}: watches a real device through a broker, and says what it does wrong and how to mend it. */
@NullMarked
package io.bellcord.broker.cli.check;

import org.jspecify.annotations.NullMarked;
