package io.bellcord.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.testing.Bystanders;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Session loops that die or hang for real: Moquette is given the task that does it. */
class SessionLoopWatchIT {
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    private final TestBroker broker = TestBroker.start();

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void replacesLoopsThatDiedWithoutLosingAClient() {
        try (Bystanders bystanders = new Bystanders(broker)) {
            bystanders.check();
            assertThat(broker.get("/health/ready")).contains("\"ready\"");

            everyLoop(() -> {
                throw new IllegalStateException("a bug of Moquette's");
            });

            await().untilAsserted(() -> assertThat(broker.metrics())
                    .contains("bellcord_session_loops_replaced_total{reason=\"died\"} " + (double) LOOPS)
                    .contains("bellcord_session_loops " + (double) LOOPS));
            assertThat(broker.get("/health/ready")).contains("degraded", "died of an exception and was replaced");
            bystanders.check();
        }
    }

    @Test
    void replacesLoopsThatAreStuck() {
        CountDownLatch never = new CountDownLatch(1);
        try (Bystanders bystanders = new Bystanders(broker)) {
            everyLoop(() -> awaitDeafly(never));

            await().untilAsserted(() -> assertThat(broker.metrics())
                    .contains("bellcord_session_loops_replaced_total{reason=\"stuck\"} " + (double) LOOPS)
                    .contains("bellcord_session_loops " + (double) LOOPS));
            assertThat(broker.get("/health/ready")).contains("degraded", "was stuck in a task and was replaced");
            bystanders.check();
        } finally {
            never.countDown();
        }
    }

    /** Moquette answers a CONNECT long after its sender was hung up on: the session that begins then must end, too. */
    @Test
    void keepsNoSessionOfAClientWhoseConnectTookTooLong() {
        CountDownLatch stall = new CountDownLatch(1);
        everyLoop(() -> awaitDeafly(stall));
        try (RawMqtt client = broker.raw()) {
            client.send(RawMqtt.connect("late", "kb", broker.trackerToken("kb", "late")));
            assertThat(client.isClosedByPeer()).isTrue();
        } finally {
            stall.countDown();
        }

        // Queued behind the CONNECT of each loop: all of them are answered when these are.
        try (Bystanders bystanders = new Bystanders(broker)) {
            bystanders.check();
        }
        await().untilAsserted(() -> assertThat(broker.moquetteSessions()).isZero());
        await().untilAsserted(() -> assertThat(broker.metrics()).contains("bellcord_connections 0.0"));
    }

    private void everyLoop(Callable<String> task) {
        broker.sessionQueues().forEach(queue -> queue.add(new FutureTask<>(task)));
    }

    /** Like a loop that is caught in an endless loop: it does not hear an interrupt, and keeps it in mind. */
    private static String awaitDeafly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return "done";
    }
}
