package io.bellcord.broker.ingest;

import io.bellcord.broker.json.PositionDraft;
import io.bellcord.broker.json.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A fix time in seconds since 1970, as other protocols have it. */
final class EpochSeconds {
    /** The year 5138; a time in milliseconds passed it in 1973. */
    private static final double LATEST = 1e11;

    private EpochSeconds() {}

    /** Says so in the draft where it is missing or cannot be one. */
    static void write(String key, @Nullable Double seconds, PositionDraft draft) {
        if (seconds == null) {
            draft.problem(Problem.missing(key + " is missing: epoch seconds"));
        } else if (seconds >= LATEST) {
            draft.problem(Problem.outOfRange(key + " looks like milliseconds: send seconds"));
        } else if (seconds <= 0) {
            draft.problem(Problem.outOfRange(key + " must be epoch seconds but is " + seconds.longValue()));
        } else {
            draft.fixTime(Instant.ofEpochMilli(Math.round(seconds * 1000)));
        }
    }
}
