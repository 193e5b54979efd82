package io.bellcord.simulator.bench.process;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the system holds of TCP connections within this machine at one moment: sent by one end, not yet read by the other. */
public final class SocketQueues {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;
    private static final int ADDRESS_DIGITS = 8; // of IPv4; in IPv6 what stands for it comes last

    private final Map<String, Long> toSend = new HashMap<>();
    private final Map<String, Long> toRead = new HashMap<>();

    private SocketQueues() {}

    /** As it is now; nothing where there is no /proc. */
    public static SocketQueues now() {
        var queues = new SocketQueues();
        for (var file : new String[] {"tcp", "tcp6"}) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/net", file))) {
                lines.skip(1).forEach(queues::add);
            } catch (IOException _) {
                // not Linux, or no IPv6
            }
        }
        return queues;
    }

    private void add(String line) {
        var fields = line.strip().split("\\s+");
        var key = end(fields[LOCAL]) + ' ' + end(fields[REMOTE]);
        var queues = fields[QUEUES].split(":");
        toSend.put(key, Long.parseLong(queues[0], 16));
        toRead.put(key, Long.parseLong(queues[1], 16));
    }

    private static String end(String field) {
        return field.substring(field.indexOf(':') - ADDRESS_DIGITS);
    }

    /** Bytes under way to this end from the other; 0 where that is not known. */
    public long bytes(InetSocketAddress here, InetSocketAddress there) {
        return toRead.getOrDefault(hex(here) + ' ' + hex(there), 0L)
                + toSend.getOrDefault(hex(there) + ' ' + hex(here), 0L);
    }

    /** As the kernel writes an end: the address in the machine's order of bytes. */
    private static String hex(InetSocketAddress end) {
        var bytes = end.getAddress().getAddress();
        var last = end.getAddress() instanceof Inet6Address ? bytes.length - Integer.BYTES : 0;
        var address = ByteBuffer.wrap(bytes).getInt(last);
        return String.format(Locale.ROOT, "%08X:%04X", Integer.reverseBytes(address), end.getPort());
    }
}
