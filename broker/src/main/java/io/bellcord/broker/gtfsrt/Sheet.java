package io.bellcord.broker.gtfsrt;

import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one provider as bytes, a line for each bus that is shown, in the order of their ids. What has not changed is not
 * written again. For one thread at a time.
 */
final class Sheet {
    private final Duration maxAge;
    private final Map<BusId, Line> byBus = new HashMap<>();
    private final Wire wire = new Wire();
    private Line[] inOrder = {};
    private boolean inDisorder;
    private boolean changed = true;
    private @Nullable Entities writer;
    private long round;
    private @Nullable Instant oldestFix;

    /** @param maxAge older positions are left out */
    Sheet(Duration maxAge) {
        this.maxAge = maxAge;
    }

    /** The entity of a bus, as a field of the message: with its tag and its length. */
    private static final class Line {
        private final BusId bus;
        private Position position;
        private byte[] bytes;
        private long round;

        Line(BusId bus, Position position, byte[] bytes) {
            this.bus = bus;
            this.position = position;
            this.bytes = bytes;
        }
    }

    /** Brings it up to what the board shows. */
    void update(Collection<BusPicture> board, Entities entities, Instant now) {
        boolean otherWriter = !entities.equals(writer);
        writer = entities;
        round++;
        oldestFix = null;
        Instant oldest = now.minus(maxAge);
        int shown = 0;
        for (BusPicture picture : board) {
            Position position = picture.position();
            if (picture.state() != BusState.OUT_OF_SERVICE && position.fixTime().isAfter(oldest)) {
                show(position, entities, now, otherWriter);
                shown++;
            }
        }
        removeAllBut(shown);
    }

    @SuppressWarnings("ReferenceEquality") // the same object is the same position, and seldom is another one equal
    private void show(Position position, Entities entities, Instant now, boolean anew) {
        Line line = byBus.get(position.bus().bus());
        if (line == null) {
            line = new Line(position.bus().bus(), position, entities.write(position, now, wire));
            byBus.put(line.bus, line);
            inDisorder = true;
        } else if (anew || line.position != position) {
            byte[] bytes = entities.write(position, now, wire);
            changed |= !Arrays.equals(bytes, line.bytes);
            line.position = position;
            line.bytes = bytes;
        }
        line.round = round;
        if (oldestFix == null || position.fixTime().isBefore(oldestFix)) {
            oldestFix = position.fixTime();
        }
    }

    private void removeAllBut(int shown) {
        if (shown < byBus.size()) {
            byBus.values().removeIf(line -> line.round != round);
            inDisorder = true;
        }
        if (inDisorder) {
            inOrder = byBus.values().toArray(Line[]::new);
            Arrays.sort(inOrder, Comparator.comparing(line -> line.bus));
            inDisorder = false;
            changed = true;
        }
    }

    /** Whether it says something else than when it was copied last. */
    boolean hasChanged() {
        return changed;
    }

    /** When the first of its positions becomes too old. */
    Instant goodUntil() {
        return oldestFix == null ? Instant.MAX : oldestFix.plus(maxAge);
    }

    int size() {
        return inOrder.length;
    }

    /** Copies all lines behind a header. */
    byte[] copyBehind(byte[] header) {
        int length = header.length;
        for (Line line : inOrder) {
            length += line.bytes.length;
        }
        byte[] all = Arrays.copyOf(header, length);
        int at = header.length;
        for (Line line : inOrder) {
            System.arraycopy(line.bytes, 0, all, at, line.bytes.length);
            at += line.bytes.length;
        }
        changed = false;
        return all;
    }
}
