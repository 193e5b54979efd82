package io.bellcord.broker.mqtt;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.function.ToDoubleFunction;

/**
 * The memory of Netty's buffers, which the JVM's own figures do not have. Reserved it stays; in use, it comes back to
 * near nothing when no client is there, or a buffer has leaked.
 */
public final class BufferFigures {
    private BufferFigures() {}

    /** Adds them; they are read when they are asked for. */
    public static void register(MeterRegistry meters) {
        register(meters, "direct", "reserved", buffers -> buffers.metric().usedDirectMemory());
        register(meters, "direct", "in_use", PooledByteBufAllocator::pinnedDirectMemory);
        register(meters, "heap", "reserved", buffers -> buffers.metric().usedHeapMemory());
        register(meters, "heap", "in_use", PooledByteBufAllocator::pinnedHeapMemory);
    }

    private static void register(
            MeterRegistry meters, String memory, String what, ToDoubleFunction<PooledByteBufAllocator> read) {
        Gauge.builder("bellcord.buffers", PooledByteBufAllocator.DEFAULT, read)
                .description("Memory of the buffers of connections")
                .baseUnit("bytes")
                .tags("memory", memory, "what", what)
                .register(meters);
    }
}
