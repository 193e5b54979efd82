package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.wire.Login;
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

    Tracker(
            String clientId,
            Login login,
            byte[] desk,
            int bus,
            int qos,
            boolean isRetained,
            Fixes fixes,
            Acknowledgements acknowledgements) {
        super(clientId, login, desk);
        this.bus = bus;
        this.qos = qos;
        this.fixes = fixes;
        this.acknowledgements = acknowledgements;
        plain = new PositionPacket(bus, 0, isRetained);
        acknowledged = new PositionPacket(bus, 1, isRetained);
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
