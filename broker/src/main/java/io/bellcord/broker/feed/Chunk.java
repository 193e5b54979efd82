package io.bellcord.broker.feed;

import io.netty.buffer.ByteBuf;

/**
 * A piece of a frame. It stays its maker's: who writes it retains a duplicate.
 *
 * @param to the slot at which the next piece begins
 * @param deliveries how many messages it holds
 */
record Chunk(int to, ByteBuf bytes, int deliveries) {
    /** One that is the last. */
    static final int END = Integer.MAX_VALUE;

    boolean isLast() {
        return to == END;
    }

    /** The same for one more who writes it, and thereby releases it. */
    Chunk shared() {
        return new Chunk(to, bytes.retainedDuplicate(), deliveries);
    }

    void release() {
        bytes.release();
    }
}
