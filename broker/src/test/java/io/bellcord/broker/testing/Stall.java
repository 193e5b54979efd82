package io.bellcord.broker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Passes TCP on to a server whose answers can be held back, all of them, until they are let go. */
public final class Stall implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private boolean holding;
    private int held;

    public Stall(InetSocketAddress server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** From here on nobody hears an answer. */
    public void hold() {
        lock.lock();
        try {
            holding = true;
        } finally {
            lock.unlock();
        }
    }

    /** What was held back goes on, and what comes. */
    public void release() {
        lock.lock();
        try {
            holding = false;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many answers are held back. */
    public int held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRelease() throws InterruptedException {
        lock.lock();
        try {
            held++;
            while (holding) {
                released.await();
            }
            held--;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket toServer = new Socket(server.getHostString(), server.getPort());
                threads.execute(() -> pass(client, toServer, false));
                threads.execute(() -> pass(toServer, client, true));
            } catch (IOException e) {
                // Closed, or the server is: who waits for it will see.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean mayBeHeld) {
        byte[] some = new byte[8192];
        try (from;
                to) {
            for (int read = from.getInputStream().read(some);
                    read >= 0;
                    read = from.getInputStream().read(some)) {
                if (mayBeHeld) {
                    awaitRelease();
                }
                to.getOutputStream().write(some, 0, read);
            }
        } catch (IOException e) {
            // One side is gone, and so the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        release();
        threads.shutdownNow();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
