package io.bellcord.broker.cli.demo;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** What the demo prints: lines, and on a terminal a last one that is written over. */
final class Screen {
    private final PrintWriter out;
    private final boolean terminal;
    private boolean statusShown;

    private Screen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Screen on(PrintWriter out) {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new Screen(out, terminal);
    }

    static Screen onTerminal(PrintWriter out) {
        return new Screen(out, true);
    }

    boolean isTerminal() {
        return terminal;
    }

    synchronized void say(String line) {
        out.println((statusShown ? "\n" : "") + line);
        out.flush();
        statusShown = false;
    }

    /** Replaces the status before; a line of its own where nobody watches. */
    synchronized void status(String line) {
        if (!terminal) {
            say(line);
            return;
        }
        out.print("\r" + line + "\u001b[K");
        out.flush();
        statusShown = true;
    }
}
