package io.bellcord.broker.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What a test stops: a part of it does not close. */
final class NeverCloses {
    private NeverCloses() {}

    public static void main(String[] args) throws InterruptedException {
        var lifetime = Lifetime.untilSignal(Duration.ofSeconds(1));
        lifetime.<AutoCloseable>open(() -> () -> new CountDownLatch(1).await());
        System.out.println("open");
        lifetime.await();
    }
}
