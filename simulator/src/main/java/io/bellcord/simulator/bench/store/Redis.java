package io.bellcord.simulator.bench.store;

import io.bellcord.simulator.bench.BenchFailed;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to a Redis on this machine. Of one thread at a time. */
public final class Redis implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    public Redis(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        out = socket.getOutputStream();
    }

    /** The texts of the answer, null for what is not there; one for anything but an array. */
    public List<@Nullable String> call(List<String> words) throws IOException {
        out.write(command(words));
        List<@Nullable String> texts = new ArrayList<>();
        read(texts);
        return texts;
    }

    /** As it goes over the wire. */
    static byte[] command(List<String> words) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ascii("*" + words.size() + "\r\n"));
        for (var word : words) {
            var utf8 = word.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(ascii("$" + utf8.length + "\r\n"));
            bytes.writeBytes(utf8);
            bytes.writeBytes(ascii("\r\n"));
        }
        return bytes.toByteArray();
    }

    /** Sends commands whose answers {@link #skip} waits for. */
    void send(byte[] commands, int length) throws IOException {
        out.write(commands, 0, length);
    }

    /** Waits for so many answers, of one text each. */
    void skip(int answers) throws IOException {
        List<@Nullable String> texts = new ArrayList<>();
        for (var i = 0; i < answers; i++) {
            read(texts);
            texts.clear();
        }
    }

    private void read(List<@Nullable String> into) throws IOException {
        var line = line();
        var rest = line.substring(1);
        switch (line.charAt(0)) {
            case '*' -> {
                for (var i = Integer.parseInt(rest); i > 0; i--) {
                    read(into);
                }
            }
            case '$' -> into.add(bulk(Integer.parseInt(rest)));
            case '+', ':' -> into.add(rest);
            default -> throw new BenchFailed("Redis: " + rest);
        }
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        var bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.readByte(); next != '\r'; next = in.readByte()) {
            line.append((char) next);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
