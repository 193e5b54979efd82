package io.bellcord.broker.gtfs.file;

import java.util.List;

/** A zip that cannot be imported. */
public final class BadGtfs extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    BadGtfs(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each with its file, its line, the field and its value. */
    public List<String> problems() {
        return problems;
    }
}
