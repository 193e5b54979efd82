package io.bellcord.simulator.bench.door;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.target.Server;
import io.bellcord.simulator.bench.wire.Attempt;
import io.bellcord.simulator.bench.wire.Login;
import io.bellcord.simulator.bench.wire.Packets;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Drivers that publish as fast as they are answered: a batch each, and the next when the server has acknowledged the last
 * of it. At QoS 0 the last one of a batch is sent at QoS 1 all the same, so that nothing piles up that nobody counts.
 */
final class PublishLoad implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final int BUSES_EACH = 256;
    private static final int BATCH = 32;
    private static final String TIME = "\"ts\":1700000000000";
    private static final int DIGITS = 13;

    private static final int LONGEST_SILENCE_MILLIS = 60_000;

    private final int qos;
    private final List<Driver> drivers = new ArrayList<>();
    private final ByteBuffer answers = ByteBuffer.allocateDirect(BATCH * Packets.PUBACK_BYTES);

    PublishLoad(int port, int qos, IntFunction<Login> logins) throws IOException {
        this.qos = qos;
        for (var i = 0; i < CONNECTIONS; i++) {
            var address = Sockets.address(port, i);
            var channel = Attempt.connected(address, "driver-" + qos + "-" + i, logins.apply(i));
            channel.configureBlocking(false);
            drivers.add(new Driver(channel, i));
        }
    }

    /** How many were published. */
    long run(Duration time) throws IOException {
        try (var selector = Selector.open()) {
            for (var driver : drivers) {
                driver.channel.register(selector, SelectionKey.OP_READ, driver);
                driver.published = 0;
                driver.send();
            }
            var deadline = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < deadline) {
                selector.select(key -> proceed((Driver) key.attachment(), true), 100);
            }
            while (drivers.stream().anyMatch(driver -> driver.unacknowledged > 0)) {
                if (selector.select(key -> proceed((Driver) key.attachment(), false), LONGEST_SILENCE_MILLIS) == 0) {
                    throw new BenchFailed("publishes were not acknowledged");
                }
            }
        }
        return drivers.stream().mapToLong(driver -> driver.published).sum();
    }

    private void proceed(Driver driver, boolean goesOn) {
        try {
            answers.clear();
            var bytes = driver.channel.read(answers);
            if (bytes < 0) {
                throw new BenchFailed("a driver was disconnected");
            }
            driver.unacknowledged -= bytes;
            if (driver.unacknowledged == 0 && goesOn) {
                driver.send();
            }
        } catch (IOException e) {
            throw new BenchFailed("a connection failed: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        for (var driver : drivers) {
            driver.channel.write(ByteBuffer.wrap(Packets.disconnect()));
            driver.channel.close();
        }
    }

    private final class Driver {
        private final SocketChannel channel;
        private final List<Position> buses = new ArrayList<>();
        private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH * 512);
        private int next;
        private int unacknowledged; // bytes that are still to come
        private long published;

        Driver(SocketChannel channel, int number) {
            this.channel = channel;
            for (var i = 0; i < BUSES_EACH; i++) {
                var isLast = i % BATCH == BATCH - 1;
                buses.add(new Position(isLast ? 1 : qos, 1 + i % BATCH, "b" + number + "-" + i));
            }
        }

        void send() throws IOException {
            var now = System.currentTimeMillis();
            batch.clear();
            for (var i = 0; i < BATCH; i++) {
                batch.put(buses.get(next).measuredAt(now));
                next = (next + 1) % BUSES_EACH;
            }
            batch.flip();
            unacknowledged = (qos == 0 ? 1 : BATCH) * Packets.PUBACK_BYTES;
            published += BATCH;
            while (batch.hasRemaining()) { // it fits, but for a moment
                channel.write(batch);
            }
        }
    }

    /** One bus's PUBLISH, ready but for the time. */
    private static final class Position {
        private final byte[] packet;
        private final int time;

        Position(int qos, int packetId, String bus) {
            packet = Packets.publish(qos, packetId, "bus/" + Server.PROVIDER + "/" + bus, """
                    {%s,"lat":43.733412,"lon":7.421873,"spd":8.3,"hdg":217,"acc":4,"odo":182734,"seq":91,\
                    "src":"gps","st":"in_service","route":"1","dir":0,"occ":"FEW_SEATS_AVAILABLE","occp":62}\
                    """.formatted(TIME));
            time = new String(packet, StandardCharsets.ISO_8859_1).indexOf(TIME) + TIME.length() - DIGITS;
        }

        byte[] measuredAt(long millis) {
            var rest = millis;
            for (var i = time + DIGITS - 1; i >= time; i--) {
                packet[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            return packet;
        }
    }
}
