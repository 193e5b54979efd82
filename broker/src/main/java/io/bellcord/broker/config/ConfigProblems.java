package io.bellcord.broker.config;

import java.util.List;

/** The configuration is wrong: all of it at once, so that nobody has to start ten times to find ten mistakes. */
public final class ConfigProblems extends StartRefused {
    private static final long serialVersionUID = 1L;

    ConfigProblems(List<Problem> problems) {
        super(ProblemReport.of(problems));
    }
}
