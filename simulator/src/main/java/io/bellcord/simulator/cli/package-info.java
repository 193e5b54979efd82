/** The command line: options, progress, summary, exit codes. */
@NullMarked
package io.bellcord.simulator.cli;

import org.jspecify.annotations.NullMarked;
