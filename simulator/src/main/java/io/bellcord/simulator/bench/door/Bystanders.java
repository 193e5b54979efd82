package io.bellcord.simulator.bench.door;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.target.Server;
import io.bellcord.simulator.bench.wire.Attempt;
import io.bellcord.simulator.bench.wire.Login;
import io.bellcord.simulator.bench.wire.Packets;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Clients that are connected already and ping: how long they wait for the answer is what others cost them. */
final class Bystanders implements AutoCloseable {
    private static final int CLIENTS = 20;
    private static final Duration EVERY = Duration.ofMillis(10);

    private final List<SocketChannel> channels = new ArrayList<>();

    Bystanders(Server server, Login login) throws IOException {
        for (var i = 0; i < CLIENTS; i++) {
            channels.add(Attempt.connected(Sockets.address(server.port(), i), "bystander-" + i, login));
        }
    }

    /** What others do. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Pings while the work is done; returns microseconds. */
    Histogram during(Work work) throws IOException {
        var waits = new ConcurrentHistogram(Duration.ofMinutes(1).toNanos() / 1_000, 3);
        var over = new AtomicBoolean();
        var pinging = channels.stream()
                .map(channel -> Thread.ofPlatform().daemon().name("bystander").start(() -> ping(channel, waits, over)))
                .toList();
        try {
            work.run();
        } finally {
            over.set(true);
            pinging.forEach(Bystanders::join);
        }
        return waits;
    }

    private static void ping(SocketChannel channel, Histogram waits, AtomicBoolean over) {
        try {
            while (!over.get()) {
                var sent = System.nanoTime();
                channel.write(ByteBuffer.wrap(Packets.ping()));
                var answer = ByteBuffer.allocate(Packets.PINGRESP_BYTES);
                while (answer.hasRemaining() && channel.read(answer) >= 0) {}
                if (answer.hasRemaining()) {
                    throw new BenchFailed("a bystander was disconnected");
                }
                // Those that would have been sent while this one waited have waited as well.
                var micros = (System.nanoTime() - sent) / 1_000;
                waits.recordValueWithExpectedInterval(micros, EVERY.toNanos() / 1_000);
                Patience.pause(EVERY);
            }
        } catch (IOException e) {
            throw new BenchFailed("a bystander's connection failed: " + e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        for (var channel : channels) {
            channel.close();
        }
    }
}
