package io.bellcord.broker.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A zip that no packer writes: each of its files may be what another is, and say of itself what is not true. */
public final class ZipBomb {
    private static final int CHUNK = 1 << 20;
    private static final int LOCAL_HEADER = 30;

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream list = new ByteArrayOutputStream();
    private int files;
    private int packed;

    /** What all files from now on are: a beginning, and two MiB or more of blank lines. It is packed to a thousandth of that. */
    public ZipBomb blankLines(String first, int mebibytes) {
        data.reset();
        data.writeBytes(new byte[LOCAL_HEADER]); // filled in when the file is written
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        pack(deflater, first.getBytes(StandardCharsets.UTF_8), Deflater.SYNC_FLUSH);
        byte[] blank = new byte[CHUNK];
        Arrays.fill(blank, (byte) '\n');
        pack(deflater, blank, Deflater.SYNC_FLUSH);
        byte[] chunk = pack(deflater, blank, Deflater.SYNC_FLUSH);
        for (int i = 2; i < mebibytes; i++) {
            data.writeBytes(chunk); // every one from the second on is packed to the same
        }
        deflater.finish();
        pack(deflater, new byte[0], Deflater.NO_FLUSH);
        deflater.end();
        packed = data.size() - LOCAL_HEADER;
        return this;
    }

    private byte[] pack(Deflater deflater, byte[] bytes, int flush) {
        deflater.setInput(bytes);
        byte[] room = new byte[CHUNK];
        byte[] packedBytes = Arrays.copyOf(room, deflater.deflate(room, 0, room.length, flush));
        data.writeBytes(packedBytes);
        return packedBytes;
    }

    /** One more of the same bytes, which says that it has so many when it is unpacked. */
    public ZipBomb file(String name, long said) {
        byte[] named = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer entry = ByteBuffer.allocate(46 + named.length).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(0x02014b50)
                .putShort((short) 20)
                .putShort((short) 20)
                .putShort((short) 0x0800)
                .putShort((short) 8);
        entry.putInt(0).putInt(0).putInt(packed).putInt((int) said).putShort((short) named.length);
        entry.position(46).put(named);
        list.writeBytes(entry.array());
        files++;
        return this;
    }

    public Path write(Path file) {
        ByteBuffer local = ByteBuffer.allocate(LOCAL_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        local.putInt(0x04034b50).putShort((short) 20).putShort((short) 0x0800).putShort((short) 8);
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putInt(0).putShort((short) files).putShort((short) files);
        end.putInt(list.size()).putInt(data.size());
        byte[] bytes = data.toByteArray();
        System.arraycopy(local.array(), 0, bytes, 0, LOCAL_HEADER);
        try (OutputStream to = Files.newOutputStream(file)) {
            to.write(bytes);
            list.writeTo(to);
            to.write(end.array());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
