package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.wire.Packets;
import org.jspecify.annotations.Nullable;

/** One who watches all buses, or one. */
class Rider extends Client {
    private static final int PUBLISH = 3;
    private static final int SUBACK = 9;
    private static final int REFUSED = 0x80;

    private final Subscription subscription;
    private final Ledger ledger;
    private final PositionReader reader;
    private Ledger.@Nullable Watch watch;

    Rider(Identity identity, byte[] desk, Subscription subscription, Ledger ledger, PositionReader reader) {
        super(identity, desk);
        this.subscription = subscription;
        this.ledger = ledger;
        this.reader = reader;
    }

    @Override
    final void admitted() {
        watch = ledger.watch(subscription.firstBus(), subscription.buses(), subscription.isElsewhere());
        write(Packets.subscribe(1, subscription.filter(), 0));
    }

    @Override
    final void received(int head, byte[] bytes, int from, int to) {
        if (head >> 4 == PUBLISH) {
            delivered(head, bytes, from, to);
        } else if (head >> 4 == SUBACK) {
            if ((bytes[from + 2] & 0xFF) >= REFUSED) {
                failed("may not subscribe to " + subscription.filter());
            } else {
                ready();
            }
        }
    }

    /** @param age nanoseconds since the fix was sent; -1 when it was none that is waited for */
    void heard(long age) {}

    private void delivered(int head, byte[] bytes, int from, int to) {
        if (watch == null || (head & 6) != 0 || !reader.read(bytes, from, to)) {
            ledger.foreign();
        } else {
            heard(watch.received(
                    reader.bus(), reader.sequence(), reader.fixTime(), (head & 1) == 1, System.nanoTime()));
        }
    }
}
