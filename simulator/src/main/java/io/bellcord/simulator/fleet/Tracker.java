package io.bellcord.simulator.fleet;

import io.bellcord.simulator.credentials.Login;
import io.bellcord.simulator.driving.Bus;
import io.bellcord.simulator.fault.Fault;
import io.bellcord.simulator.fault.Habit;
import io.bellcord.simulator.mqtt.Answer;
import io.bellcord.simulator.mqtt.LinkListener;
import io.bellcord.simulator.protocol.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The unit on one bus. It takes its turns on one thread, and hears of its connection on others. */
final class Tracker implements LinkListener {
    private static final int MAX_UNANSWERED = 16; // more would be a buffer, and show riders the past

    private final Bus bus;
    private final Habit habit;
    private final Tally tally;
    private final int qos;
    private final String topic;
    private final Link link;
    private final AtomicInteger unanswered = new AtomicInteger();
    private Instant lastTurn;
    private volatile State state = State.NEW;

    private enum State {
        /** No answer to its first CONNECT yet. */
        NEW,
        CONNECTED,
        /** The network never let it through. */
        UNREACHED,
        /** The broker's answer to every CONNECT was no. */
        REFUSED,
        /** It was connected once. */
        LOST
    }

    Tracker(FleetPlan plan, Login login, Bus bus, Tally tally, Instant now) {
        this.bus = bus;
        this.habit = Fault.habitOf(plan.fault());
        this.tally = tally;
        this.qos = plan.qos();
        this.topic = Ids.positionTopic(login.provider(), login.bus());
        this.lastTurn = now;
        this.link = Link.of(plan, login, this);
    }

    void connect() {
        link.connect();
    }

    /** The bus drives on, connected or not; its fix is sent now or never. */
    void takeTurn(Instant now) {
        bus.drive(Duration.between(lastTurn, now));
        lastTurn = now;
        for (var payload : habit.payloads(bus.fix(now))) {
            sendOrSkip(payload);
        }
        link.turnTaken();
    }

    private void sendOrSkip(byte[] payload) {
        if (link.isConnected() && unanswered.get() < MAX_UNANSWERED) {
            publish(payload);
        } else if (state != State.NEW) {
            tally.skipped(1);
        }
    }

    private void publish(byte[] payload) {
        var start = System.nanoTime();
        tally.sent();
        unanswered.incrementAndGet();
        link.publish(topic, payload, qos, answer -> answered(answer, start));
    }

    private void answered(Answer answer, long start) {
        unanswered.decrementAndGet();
        tally.answered(answer, Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public void connected() {
        tally.connected(state == State.LOST);
        state = State.CONNECTED;
    }

    @Override
    public void disconnected(Optional<String> refusal) {
        refusal.ifPresent(tally::refused);
        if (state == State.CONNECTED) {
            tally.disconnected();
        }
        state = switch (state) {
            case CONNECTED, LOST -> State.LOST;
            case NEW, UNREACHED, REFUSED -> refusal.isPresent() ? State.REFUSED : State.UNREACHED;
        };
    }

    boolean isRefused() {
        return state == State.REFUSED;
    }

    CompletableFuture<Void> disconnect() {
        return link.disconnect();
    }
}
