package io.bellcord.simulator.bench.store;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.wire.FrameReader;
import io.bellcord.simulator.bench.wire.Login;
import io.bellcord.simulator.bench.wire.Packets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What stands beside a plain broker to do what Bellcord does inside: subscribes to all positions and stores each in Redis,
 * as many as have come in one pipeline. Of one thread.
 */
public final class Subscriber {
    /** Counts what was stored. */
    public static final String COUNT = "stored";

    private static final String EXPIRY_SECONDS = "10800";
    private static final int BUFFER = 256 * 1024;
    private static final int PUBLISH = 3;
    private static final int CONNACK = 2;

    private final String provider;
    private final int qos;
    private final Socket broker;
    private final Redis redis;
    private final ByteArrayOutputStream commands = new ByteArrayOutputStream(BUFFER);
    private final ByteArrayOutputStream acknowledgements = new ByteArrayOutputStream(BUFFER);
    private int positions;
    private int replies;

    public Subscriber(int brokerPort, int redisPort, String provider, int qos) throws IOException {
        this.provider = provider;
        this.qos = qos;
        broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
        broker.setTcpNoDelay(true);
        redis = new Redis(redisPort);
        // It is ready when this key is there.
        redis.call(List.of("SET", COUNT, "-1"));
    }

    /** Until the connection ends. */
    public void run() throws IOException {
        broker.getOutputStream().write(Packets.connect("store", Login.ANONYMOUS, 0));
        var bytes = new byte[BUFFER];
        var desk = new byte[2 * BUFFER];
        var reader = new FrameReader();
        for (var length = 0; length >= 0; length = broker.getInputStream().read(bytes)) {
            ByteBuf read = Unpooled.wrappedBuffer(bytes, 0, length);
            reader.read(read, desk, this::received);
            store();
        }
    }

    private void received(int head, byte[] bytes, int from, int to) {
        if (head >> 4 == PUBLISH) {
            position(head, bytes, from, to);
        } else if (head >> 4 == CONNACK) {
            if (bytes[from + 1] != 0) {
                throw new BenchFailed("the broker does not let the subscriber in");
            }
            acknowledgements.writeBytes(Packets.subscribe(1, "bus/" + provider + "/+", qos));
        } else {
            commands.writeBytes(Redis.command(List.of("SET", COUNT, "0"))); // SUBACK
            replies++;
        }
    }

    private void position(int head, byte[] bytes, int from, int to) {
        var topicEnd = from + 2 + (((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF));
        var bus = from + 2 + "bus/".length() + provider.length() + 1;
        var payload = topicEnd;
        if ((head & 6) != 0) {
            acknowledgements.write(0x40);
            acknowledgements.write(2);
            acknowledgements.write(bytes, topicEnd, 2);
            payload += 2;
        }
        var key = Store.key(provider, new String(bytes, bus, topicEnd - bus, StandardCharsets.US_ASCII));
        write("*5\r\n$3\r\nSET\r\n$" + key.length() + "\r\n" + key + "\r\n$" + (to - payload) + "\r\n");
        commands.write(bytes, payload, to - payload);
        write("\r\n$2\r\nEX\r\n$5\r\n" + EXPIRY_SECONDS + "\r\n");
        positions++;
        replies++;
    }

    private void write(String text) {
        commands.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Stored first, acknowledged then. */
    private void store() throws IOException {
        if (replies > 0) {
            commands.writeBytes(Redis.command(List.of("INCRBY", COUNT, Integer.toString(positions))));
            redis.send(commands.toByteArray(), commands.size());
            redis.skip(replies + 1);
            commands.reset();
            positions = 0;
            replies = 0;
        }
        if (acknowledgements.size() > 0) {
            acknowledgements.writeTo(broker.getOutputStream());
            acknowledgements.reset();
        }
    }
}
