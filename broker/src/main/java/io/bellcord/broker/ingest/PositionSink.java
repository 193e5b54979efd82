package io.bellcord.broker.ingest;

import io.bellcord.broker.transit.Position;

/** Where accepted positions go next. Called on an ingest thread: must return at once and never throw. */
@FunctionalInterface
public interface PositionSink {
    void accepted(Position position);
}
