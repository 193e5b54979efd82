package io.bellcord.broker.gtfs.file;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a feed: the first of it, since one mistake may stand in each of a million lines. */
final class Problems {
    private static final int MOST = 20;

    private final List<String> found = new ArrayList<>();

    /** Thrown to read no further; {@link #throwIfAny} tells why. */
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super("enough problems", null, false, false);
        }
    }

    void add(String problem) {
        found.add(problem);
        if (found.size() == MOST) {
            found.add("and perhaps more: reading ended here");
            throw new Enough();
        }
    }

    /** One that makes it pointless to read on. */
    Enough last(String problem) {
        found.add(problem);
        return new Enough();
    }

    void throwIfAny() throws BadGtfs {
        if (!found.isEmpty()) {
            throw new BadGtfs(found);
        }
    }
}
