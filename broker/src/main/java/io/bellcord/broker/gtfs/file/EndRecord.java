package io.bellcord.broker.gtfs.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** How a zip ends: with how long the list of its files is, which is read whole when the zip is opened. */
final class EndRecord {
    private static final int SIGNATURE = 0x06054b50;
    private static final int LENGTH = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final int LIST_BYTES = 12;

    private EndRecord() {}

    /**
     * As long as the list can be, without reading it: a zip may seem to have several ends, and the longest counts. One in the form
     * for more than 4 GiB tells of 4 GiB here.
     */
    static long listBytes(Path file) throws IOException {
        ByteBuffer end = end(file);
        long longest = 0;
        for (int i = 0; i + LENGTH <= end.limit(); i++) {
            if (end.getInt(i) == SIGNATURE) {
                longest = Math.max(longest, Integer.toUnsignedLong(end.getInt(i + LIST_BYTES)));
            }
        }
        return longest;
    }

    private static ByteBuffer end(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            int length = (int) Math.min(in.size(), LENGTH + LONGEST_COMMENT);
            ByteBuffer end = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            in.position(in.size() - length);
            while (end.hasRemaining() && in.read(end) >= 0) {
                // the rest
            }
            return end.flip();
        }
    }
}
