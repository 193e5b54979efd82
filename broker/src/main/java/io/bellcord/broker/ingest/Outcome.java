package io.bellcord.broker.ingest;

import io.bellcord.broker.transit.Position;

/** What became of a report. */
public sealed interface Outcome {
    /** The bus's newest position now. */
    record Accepted(Position position) implements Outcome {}

    /** Good, but not newer than the one held: normal for repeats and for what arrives out of order. */
    record Superseded(Position position) implements Outcome {}

    /** No position and no mistake: something else that a program of others sends on the same topic. */
    record Ignored(String why) implements Outcome {}

    /**
     * No position.
     *
     * @param message for whoever built the tracker: names the field, what is right and the value found
     */
    record Refused(Reason reason, String message) implements Outcome {}
}
