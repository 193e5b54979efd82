/** What single steps of a position's way cost, by JMH: docs/BENCH.md. Compiled and run by the Maven profile jmh alone. */
@NullMarked
package io.bellcord.broker.microbench;

import org.jspecify.annotations.NullMarked;
