package io.bellcord.simulator.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * What the command line reads and writes.
 *
 * @param err progress and complaints
 * @param interactive whether someone watches, for whom a line is written over
 */
public record Terminal(InputStream in, PrintWriter out, PrintWriter err, boolean interactive) {
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent());
    }
}
