package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.wire.Packets;

/** A rider whose snapshot is waited for. */
final class Visitor extends Client {
    private static final int PUBLISH = 3;
    private static final int SUBACK = 9;
    private static final int REFUSED = 0x80;

    private final byte[] desk;
    private final String filter;
    private final Snapshots snapshots;
    private final Snapshots.Taking taking;
    private final PositionReader reader;
    private boolean hasAll;
    private boolean isRepeating;

    Visitor(Identity identity, byte[] desk, String filter, Snapshots snapshots, PositionReader reader) {
        super(identity, desk);
        this.desk = desk;
        this.filter = filter;
        this.snapshots = snapshots;
        this.reader = reader;
        taking = snapshots.taking(identity.clientId());
    }

    /** The same person with a new connection, who has nothing yet. */
    Visitor again() {
        return new Visitor(identity(), desk, filter, snapshots, reader);
    }

    @Override
    void admitted() {
        subscribe();
    }

    private void subscribe() {
        taking.asked(System.nanoTime());
        write(Packets.subscribe(1, filter, 0));
    }

    /** Subscribes again whenever it has all, or stops doing so; begins at once. */
    void repeat(boolean goesOn) {
        isRepeating = goesOn;
        if (goesOn && taking.missing() == 0) {
            subscribe();
        }
    }

    @Override
    void received(int head, byte[] bytes, int from, int to) {
        if (head >> 4 == PUBLISH) {
            delivered(head, bytes, from, to);
        } else if (head >> 4 == SUBACK && (bytes[from + 2] & 0xFF) >= REFUSED) {
            failed("may not subscribe to " + filter);
        }
    }

    private void delivered(int head, byte[] bytes, int from, int to) {
        if ((head & 6) != 0 || !reader.read(bytes, from, to)) {
            snapshots.foreign(identity().clientId());
        } else if (taking.received(
                reader.bus(), reader.sequence(), reader.fixTime(), (head & 1) == 1, System.nanoTime())) {
            complete();
        }
    }

    private void complete() {
        if (!hasAll) {
            hasAll = true;
            ready();
        }
        if (isRepeating) {
            subscribe();
        }
    }

    Snapshots.Taking taking() {
        return taking;
    }
}
