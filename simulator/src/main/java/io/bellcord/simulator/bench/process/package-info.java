/** Programs that are started, waited for and measured. */
@NullMarked
package io.bellcord.simulator.bench.process;

import org.jspecify.annotations.NullMarked;
