package io.bellcord.simulator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a run from outside: a signal, or a parent process that is gone. */
public final class Stop {
    private static final int LONGEST_FAREWELL = 3; // seconds

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    public CountDownLatch requested() {
        return requested;
    }

    /** A signal stops the run, which then ends as it would have by itself: with its summary and its exit code. */
    public void onSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "stop"));
    }

    private void stopAndHalt() {
        requested.countDown();
        try {
            Runtime.getRuntime().halt(exitCode.get(LONGEST_FAREWELL, TimeUnit.SECONDS));
        } catch (InterruptedException | ExecutionException | TimeoutException _) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Tells a waiting signal that all is said. */
    public void finished(int code) {
        exitCode.complete(code);
    }

    void whenClosed(InputStream in) {
        Thread.ofPlatform().daemon().name("stdin").start(() -> {
            try {
                in.skip(Long.MAX_VALUE);
                while (in.read() >= 0) {}
            } catch (IOException _) {
                // closed is closed
            }
            requested.countDown();
        });
    }
}
