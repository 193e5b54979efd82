package io.bellcord.simulator.chaos.load;

import io.bellcord.simulator.bench.wire.Login;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connects, and does so again whenever it is cut off, until it is closed. */
abstract class Client implements Runnable {
    private static final int SHORTEST_MILLIS = 100;
    private static final int LONGEST_MILLIS = 1_000;

    private final String id;
    private final Supplier<InetSocketAddress> where;
    private final Supplier<Login> login;
    private volatile @Nullable Line line;
    private volatile boolean isClosed;

    Client(String id, Supplier<InetSocketAddress> where, Supplier<Login> login) {
        this.id = id;
        this.where = where;
        this.login = login;
    }

    /** Uses the connection until it breaks. */
    abstract void serve(Line line) throws IOException, InterruptedException;

    @Override
    public final void run() {
        try {
            while (!isClosed) {
                connectAndServe();
                if (!isClosed) {
                    Thread.sleep(
                            Duration.ofMillis(ThreadLocalRandom.current().nextInt(SHORTEST_MILLIS, LONGEST_MILLIS)));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void connectAndServe() throws InterruptedException {
        try (var opened = Line.open(where.get(), id, login.get())) {
            line = opened;
            serve(opened);
        } catch (IOException _) {
            // that is what all this is about: it comes again
        } finally {
            line = null;
        }
    }

    final String id() {
        return id;
    }

    final boolean isClosed() {
        return isClosed;
    }

    final boolean isConnected() {
        return line != null;
    }

    /** Cuts it off; it comes back by itself. */
    final void cut() {
        var open = line;
        if (open != null) {
            open.close();
        }
    }

    final void close() {
        isClosed = true;
        cut();
    }
}
