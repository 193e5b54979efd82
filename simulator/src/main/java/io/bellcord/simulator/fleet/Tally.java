package io.bellcord.simulator.fleet;

import io.bellcord.simulator.mqtt.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** Counts what happens to a fleet. Safe for use by many threads. */
final class Tally {
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();

    private final LongAdder sent = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger connectedMax = new AtomicInteger();
    private final ConcurrentHistogram acknowledgement = new ConcurrentHistogram(LONGEST, 2);

    void connected(boolean again) {
        connectedMax.accumulateAndGet(connected.incrementAndGet(), Math::max);
        if (again) {
            reconnects.increment();
        }
    }

    void disconnected() {
        connected.decrementAndGet();
    }

    void refused(String reason) {
        refused.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    }

    void skipped(long fixes) {
        skipped.add(fixes);
    }

    void sent() {
        sent.increment();
    }

    void answered(Answer answer, Duration after) {
        answered.increment();
        switch (answer) {
            case Answer.Acknowledged _ -> {
                acknowledged.increment();
                acknowledgement.recordValue(Math.clamp(after.toNanos(), 0, LONGEST));
            }
            case Answer.Written _ -> {}
            case Answer.Refused(var reason) -> refused(reason);
            case Answer.Failed _ -> failed.increment();
        }
    }

    long unanswered() {
        return sent.sum() - answered.sum();
    }

    boolean hasConnected() {
        return connectedMax.get() > 0;
    }

    Summary summary(int buses, int qos, Duration ran) {
        var byReason = new TreeMap<String, Long>();
        refused.forEach((reason, count) -> byReason.put(reason, count.sum()));
        return new Summary(
                buses,
                qos,
                ran,
                connected.get(),
                connectedMax.get(),
                sent.sum(),
                acknowledged.sum(),
                Math.max(0, unanswered()),
                byReason,
                failed.sum(),
                skipped.sum(),
                reconnects.sum(),
                Duration.ofNanos(acknowledgement.getValueAtPercentile(50)),
                Duration.ofNanos(acknowledgement.getValueAtPercentile(99)));
    }
}
