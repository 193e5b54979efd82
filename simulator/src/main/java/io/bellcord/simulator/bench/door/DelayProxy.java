package io.bellcord.simulator.bench.door;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes TCP on, each answer so much later: a server that has become slow. */
final class DelayProxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final Duration delay;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    DelayProxy(int target, Duration delay) throws IOException {
        this.target = target;
        this.delay = delay;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                threads.submit(() -> pass(client, server, Duration.ZERO));
                threads.submit(() -> pass(server, client, delay));
            } catch (IOException _) {
                // closed, or the target is: who waits for it will see
            }
        }
    }

    private static void pass(Socket from, Socket to, Duration delay) {
        var buffer = new byte[BUFFER];
        try (from;
                to) {
            for (var read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                Thread.sleep(delay);
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException _) {
            // one side is gone, and so the other
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
