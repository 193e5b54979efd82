package io.bellcord.simulator.chaos.site;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A wire: passes TCP on, and can be cut, slow, or a black hole, into which what is sent vanishes until it is mended and arrives
 * after all, as with TCP that sends again.
 */
public final class Proxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean isHole; // guarded by lock
    private volatile boolean isCut;
    private volatile Duration delay = Duration.ZERO;

    private Proxy(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    }

    static Proxy to(int target) throws IOException {
        var proxy = new Proxy(target);
        proxy.threads.submit(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Connections break, and new ones break as they are made. */
    public void cut() {
        isCut = true;
        open.forEach(Proxy::close);
    }

    /** Connections stay, nothing goes through, and nobody is told. */
    public void swallow() {
        hole(true);
    }

    /** Each piece takes so much longer. */
    public void slow(Duration by) {
        delay = by;
    }

    public void mend() {
        isCut = false;
        delay = Duration.ZERO;
        hole(false);
    }

    private void hole(boolean is) {
        lock.lock();
        try {
            isHole = is;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                threads.submit(() -> connect(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try {
            awaitMended();
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            if (isCut) {
                close(client);
                close(server);
            }
            threads.submit(() -> pass(client, server));
            threads.submit(() -> pass(server, client));
        } catch (IOException e) {
            close(client);
        } catch (InterruptedException e) {
            close(client);
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to) {
        var buffer = new byte[BUFFER];
        try (from;
                to) {
            for (var read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                Thread.sleep(delay);
                awaitMended();
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException _) {
            // one side is gone, and so the other
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void awaitMended() throws InterruptedException {
        lock.lock();
        try {
            while (isHole) {
                mended.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone in any case
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(Proxy::close);
        threads.shutdownNow();
    }
}
