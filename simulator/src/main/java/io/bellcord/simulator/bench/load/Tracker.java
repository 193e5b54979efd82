package io.bellcord.simulator.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The client on one bus. */
final class Tracker extends Client {
    private static final int PUBACK = 4;
    private static final int BATCH = 8;

    private final int bus;
    private final int qos;
    private final Fixes fixes;
    private final Acknowledgements acknowledgements;
    private final PositionPacket plain;
    private final PositionPacket acknowledged;
    private int awaited;
    private boolean isFlooding;

    Tracker(Identity identity, byte[] desk, Reporting reporting, Fixes fixes, Acknowledgements acknowledgements) {
        super(identity, desk);
        this.bus = reporting.bus();
        this.qos = reporting.qos();
        this.fixes = fixes;
        this.acknowledgements = acknowledgements;
        plain = new PositionPacket(reporting.topic(), 0, reporting.isRetained());
        acknowledged = new PositionPacket(reporting.topic(), 1, reporting.isRetained());
    }

    @Override
    void admitted() {
        ready();
    }

    /** Sends the next fix. */
    void publish() {
        write(Unpooled.copiedBuffer(next(qos == 1)));
    }

    private byte[] next(boolean isAcknowledged) {
        if (isAcknowledged) {
            awaited++;
            acknowledgements.await();
        }
        var sequence = fixes.add(bus, System.nanoTime(), System.currentTimeMillis());
        return (isAcknowledged ? acknowledged : plain).of(sequence, fixes.fixTime(bus, sequence));
    }

    /**
     * Sends batches, each when the one before is acknowledged. At QoS 0 the last of a batch is sent at QoS 1 all the same,
     * so that nothing piles up.
     */
    void flood(boolean goesOn) {
        isFlooding = goesOn;
        if (goesOn && awaited == 0) {
            sendBatch();
        }
    }

    private void sendBatch() {
        ByteBuf batch = Unpooled.buffer(BATCH * 256);
        for (var i = 1; i <= BATCH; i++) {
            batch.writeBytes(next(qos == 1 || i == BATCH));
        }
        write(batch);
    }

    @Override
    void received(int head, byte[] bytes, int from, int to) {
        if (head >> 4 == PUBACK) {
            awaited--;
            acknowledgements.come();
            if (awaited == 0) {
                fixes.acknowledged(bus, System.nanoTime());
            }
            if (isFlooding && awaited == 0) {
                sendBatch();
            }
        }
    }
}
