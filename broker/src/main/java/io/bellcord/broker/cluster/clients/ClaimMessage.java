package io.bellcord.broker.cluster.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What nodes tell each other on a provider's channel: who has which client identifiers, since when. Of a version 1 that says
 * more than this one knows, the end of each entry is passed over; other versions are not read.
 *
 * <pre>
 * version (1)  1 byte     bytes of an entry (24)  1 byte     bytes of the node's name  1 byte     the node's name
 * then entries: the turn  8 bytes     the client key  16 bytes     all numbers big-endian
 * </pre>
 */
record ClaimMessage(String node, List<Entry> entries) {
    private static final int VERSION = 1;
    private static final int ENTRY = Long.BYTES + ClientKey.BYTES;

    record Entry(ClientKey key, Turn turn) {}

    static byte[] encode(String node, Map<ClientKey, Turn> holds) {
        byte[] header = header(node);
        ByteBuffer message =
                ByteBuffer.allocate(header.length + holds.size() * ENTRY).put(header);
        holds.forEach((key, turn) -> key.write(message.putLong(turn.number())));
        return message.array();
    }

    /** Entries, with how many microseconds ago it was instead of the turn. */
    static byte[] encodeAges(Map<ClientKey, Long> ages) {
        ByteBuffer entries = ByteBuffer.allocate(ages.size() * ENTRY);
        ages.forEach((key, age) -> key.write(entries.putLong(age)));
        return entries.array();
    }

    /** What stands before the entries. */
    static byte[] header(String node) {
        byte[] name = node.getBytes(UTF_8);
        return ByteBuffer.allocate(3 + name.length)
                .put((byte) VERSION)
                .put((byte) ENTRY)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    /** Empty where it cannot be read. */
    static Optional<ClaimMessage> decode(byte[] bytes) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        try {
            int version = message.get();
            int entry = Byte.toUnsignedInt(message.get());
            byte[] name = new byte[Byte.toUnsignedInt(message.get())];
            message.get(name);
            return version == VERSION && entry >= ENTRY && message.remaining() % entry == 0
                    ? Optional.of(new ClaimMessage(new String(name, UTF_8), entries(message, entry, name)))
                    : Optional.empty();
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static List<Entry> entries(ByteBuffer message, int size, byte[] node) {
        String name = new String(node, UTF_8);
        List<Entry> entries = new ArrayList<>(message.remaining() / size);
        for (int at = message.position(); at < message.limit(); at += size) {
            ByteBuffer entry = message.slice(at, size);
            Turn turn = new Turn(entry.getLong(), name);
            entries.add(new Entry(ClientKey.read(entry), turn));
        }
        return entries;
    }
}
