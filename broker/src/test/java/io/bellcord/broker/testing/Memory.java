package io.bellcord.broker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;

/**
 * What this JVM holds: objects on the heap after a collection, and buffers of Netty that somebody has not released yet
 * (pinned; what its pools keep in reserve is none of that).
 */
public record Memory(long heap, long buffers) {
    /** What classes, compiled metrics and a picture of a few buses more may come to. */
    private static final long HEAP_TOLERANCE = 8L << 20;

    /** The feed's encoded frames of those buses: no more. */
    private static final long BUFFER_TOLERANCE = 256L << 10;

    public static Memory inUse() {
        System.gc();
        PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        return new Memory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                allocator.pinnedDirectMemory() + allocator.pinnedHeapMemory());
    }

    /** Waits until no more is held than was. */
    public void awaitReturn() {
        await().untilAsserted(() -> {
            Memory now = inUse();
            assertThat(now.buffers()).as("bytes of buffers").isLessThanOrEqualTo(buffers + BUFFER_TOLERANCE);
            assertThat(now.heap()).as("bytes of heap").isLessThanOrEqualTo(heap + HEAP_TOLERANCE);
        });
    }
}
