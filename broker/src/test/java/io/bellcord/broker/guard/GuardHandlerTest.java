package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Presented;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.guard.TestDoor.AnsweringMoquette;
import io.bellcord.broker.guard.TestDoor.DeafPeer;
import io.bellcord.broker.guard.TestDoor.SilentMoquette;
import io.bellcord.broker.transit.ProviderId;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be timed from outside: a Moquette that does not answer, a right that is lost at the wrong moment. */
class GuardHandlerTest {
    private static final Grant RIDER =
            new Grant(new ProviderId("kb"), Role.RIDER, "x", Optional.empty(), Instant.MAX, new Proof.Nothing());

    private final TestDoor door = TestDoor.lettingIn(RIDER);

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void leavesNothingBehindOfAConnectionThatEndsWhereMoquetteDoesNotAnswer() {
        EmbeddedChannel channel = door.connected(new SilentMoquette());
        channel.pipeline().lastContext().close(); // by Moquette, say, which has met an exception

        channel.advanceTimeBy(TestDoor.CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        channel.runPendingTasks();

        assertThat(door.grants().size()).isZero();
    }

    @Test
    void endsAClientWhoseRightWasWithdrawnWhileItWasVerified() {
        door.withdraw();

        EmbeddedChannel channel = door.connected(new SilentMoquette());
        channel.advanceTimeBy(TestDoor.CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        channel.runPendingTasks();

        assertThat(door.counted("dropped", "ended")).isEqualTo(1);
        assertThat(door.grants().size()).isZero();
    }

    @Test
    void endsAClientThatAsksAndDoesNotRead() {
        DeafPeer peer = new DeafPeer();
        EmbeddedChannel channel = door.up(new AnsweringMoquette(door.guard().publishTurn()));
        channel.pipeline().addFirst(peer);
        peer.setDeaf(true);

        for (int id = 1; id < 10_000 && channel.isActive(); id++) {
            channel.writeInbound(MqttMessageBuilders.unsubscribe()
                    .messageId(id)
                    .addTopicFilter("bus/kb/1")
                    .build());
        }

        assertThat(door.counted("dropped", "answers_unread")).isEqualTo(1);
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void goesOnAtOnceWhileThousandsOfLoginsAreVerified() {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger pending = new AtomicInteger();
        try (TestDoor busy = new TestDoor(_ -> {
            pending.incrementAndGet();
            awaitLatch(slow);
            return new Verdict.Granted(RIDER);
        })) {
            // Each is written on this thread, as on an event loop: one that waited there would wait for ever.
            List<EmbeddedChannel> storm = IntStream.range(0, 2_000)
                    .mapToObj(_ -> busy.connecting(new SilentMoquette()))
                    .toList();
            await().until(() -> pending.get() > 0);

            EmbeddedChannel bystander = door.connected(new SilentMoquette());
            assertThat(bystander.isActive()).isTrue();
            assertThat(door.grants().size()).isEqualTo(1);
            assertThat(storm).allMatch(EmbeddedChannel::isActive);
            assertThat(pending.get())
                    .isLessThanOrEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
            slow.countDown();
        }
    }

    @Test
    void verifiesWhatIsQuickWithoutAnotherThread() {
        AtomicReference<Thread> verifying = new AtomicReference<>();
        try (TestDoor quick = new TestDoor(new Guard.Verifier() {
            @Override
            public Verdict verify(Presented presented) {
                verifying.set(Thread.currentThread());
                return new Verdict.Granted(RIDER);
            }

            @Override
            public boolean isQuick(Presented presented) {
                return true;
            }
        })) {
            quick.connecting(new SilentMoquette()).runPendingTasks();

            assertThat(verifying.get()).isSameAs(Thread.currentThread());
            assertThat(quick.grants().size()).isEqualTo(1);
        }
    }

    @Test
    void refusesWhoConnectsWhileItStops() {
        door.guard().letNobodyIn();

        EmbeddedChannel channel = door.connecting(new SilentMoquette());
        await().until(() -> {
            channel.runPendingTasks();
            return !channel.outboundMessages().isEmpty();
        });

        MqttConnAckMessage answer = channel.readOutbound();
        assertThat(answer.variableHeader().connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);
        assertThat(door.grants().size()).isZero();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A WebSocket's pings are answered before there is a CONNECT. */
    @Test
    void readsNothingFromWhoDoesNotReadBeforeItsConnect() {
        EmbeddedChannel channel = new EmbeddedChannel(new SilentMoquette());
        channel.pipeline()
                .addFirst(new GuardHandler(door.guard(), channel.pipeline().firstContext()));
        DeafPeer peer = new DeafPeer();
        channel.pipeline().addFirst(peer);
        peer.setDeaf(true);

        channel.writeOneOutbound(Unpooled.wrappedBuffer(new byte[128 * 1024]));
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isFalse();

        peer.setDeaf(false);
        channel.flushOutbound();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.releaseOutbound();
    }
}
