package io.bellcord.broker.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes of valid conversations what a broken or hostile client might send. The same random numbers make the same. */
public final class Mangler {
    private final List<List<byte[]>> conversations;
    private final RandomGenerator random;

    /** @param conversations each a list of MQTT packets */
    public Mangler(List<List<byte[]>> conversations, RandomGenerator random) {
        this.conversations = conversations;
        this.random = random;
    }

    /** Cuts a stream into its packets; what is left over at the end is one too. */
    public static List<byte[]> packets(byte[] stream) {
        List<byte[]> packets = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int end = Math.min(stream.length, endOfPacket(stream, at));
            packets.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        return packets;
    }

    private static int endOfPacket(byte[] stream, int at) {
        int length = 0;
        int shift = 0;
        int next = at + 1;
        while (next < stream.length) {
            int digit = stream[next++];
            length |= (digit & 0x7F) << shift;
            shift += 7;
            if ((digit & 0x80) == 0) {
                break;
            }
        }
        return next + length;
    }

    /** A conversation; one in five is as it was recorded. */
    public List<byte[]> next() {
        List<byte[]> packets = new ArrayList<>(any());
        for (int changes = random.nextInt(5); changes > 0 && !packets.isEmpty(); changes--) {
            change(packets);
        }
        return packets;
    }

    private void change(List<byte[]> packets) {
        int at = random.nextInt(packets.size());
        byte[] packet = packets.get(at);
        switch (random.nextInt(11)) {
            case 0 -> packets.set(at, flipped(packet));
            case 1 -> packets.add(at, packet);
            case 2 -> packets.set(at, Arrays.copyOf(packet, random.nextInt(packet.length + 1)));
            case 3 -> packets.add(packets.remove(at));
            case 4 -> packets.add(random.nextInt(packets.size()), packets.remove(at));
            case 5 -> packets.set(at, lyingAboutItsLength(packet));
            case 6 -> packets.subList(at, packets.size()).clear();
            case 7 -> packets.addAll(at, any());
            case 8 -> packets.add(at, noise(random.nextInt(64)));
            case 9 -> packets.set(at, withHead(packet));
            default -> repeat(packets, packet);
        }
    }

    private List<byte[]> any() {
        return conversations.get(random.nextInt(conversations.size()));
    }

    private byte[] flipped(byte[] packet) {
        byte[] flipped = packet.clone();
        for (int bits = random.nextInt(1, 5); bits > 0 && flipped.length > 0; bits--) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] lyingAboutItsLength(byte[] packet) {
        byte[] lying = packet.clone();
        if (lying.length > 1) {
            lying[1] = (byte) random.nextInt(256);
        }
        return lying;
    }

    private byte[] withHead(byte[] packet) {
        byte[] other = packet.clone();
        if (other.length > 0) {
            other[0] = (byte) random.nextInt(256);
        }
        return other;
    }

    private void repeat(List<byte[]> packets, byte[] packet) {
        for (int times = random.nextInt(100); times > 0; times--) {
            packets.add(packet);
        }
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }
}
