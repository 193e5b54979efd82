package io.bellcord.broker.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands between a client and a server, passes everything on, and keeps what the client sent. */
public final class Tap implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    public Tap(InetSocketAddress server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serveOne);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** What the client has sent so far. */
    public byte[] sent() {
        synchronized (sent) {
            return sent.toByteArray();
        }
    }

    private void serveOne() {
        try (Socket client = listener.accept();
                Socket broker = new Socket(server.getHostString(), server.getPort())) {
            Thread back = Thread.ofVirtual().start(() -> pass(broker, client, OutputStream.nullOutputStream()));
            pass(client, broker, sent);
            back.join();
        } catch (IOException | InterruptedException e) {
            // The client sees its connection end.
        }
    }

    private void pass(Socket from, Socket to, OutputStream copy) {
        byte[] some = new byte[4096];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                synchronized (sent) {
                    copy.write(some, 0, read);
                }
                to.getOutputStream().write(some, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // The other side has ended.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
