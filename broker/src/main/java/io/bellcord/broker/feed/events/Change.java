package io.bellcord.broker.feed.events;

import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.transit.RouteId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of one bus.
 *
 * @param picture the newest of it
 * @param routeBefore that it was on when it was last told of; null for none
 */
record Change(
        BusPicture picture,
        boolean position,
        boolean state,
        @Nullable String routeBefore) {
    private static final byte[] POSITION = ascii("event: position\ndata: ");
    private static final byte[] STATE = ascii("event: state\ndata: ");
    private static final byte[] END = ascii("\n\n");

    /** All that there is to tell of a bus. */
    static Change whole(BusPicture picture) {
        return new Change(picture, true, true, null);
    }

    /** From one picture of a bus to a later one. */
    static Change between(BusPicture before, BusPicture after) {
        return new Change(
                after,
                after.position().isNewerThan(before.position()),
                after.state() != before.state(),
                before.position().trip().route());
    }

    /** This and what came after it, in one. */
    Change and(Change later) {
        return new Change(later.picture, position || later.position, state || later.state, routeBefore);
    }

    /** A bus that leaves a route is told of once more, with the route that it is on then. */
    boolean concerns(Optional<RouteId> followed) {
        return followed.isEmpty()
                || followed.get().value().equals(picture.position().trip().route())
                || followed.get().value().equals(routeBefore);
    }

    void write(ByteArrayOutputStream to) {
        if (position) {
            write(to, POSITION, picture.positionJson());
        }
        if (state) {
            write(to, STATE, picture.stateJson());
        }
    }

    private static void write(ByteArrayOutputStream to, byte[] event, byte[] json) {
        to.writeBytes(event);
        to.writeBytes(json); // JSON of ours has no line breaks
        to.writeBytes(END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
