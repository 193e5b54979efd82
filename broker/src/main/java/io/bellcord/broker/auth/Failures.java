package io.bellcord.broker.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that met an exception while they were verified. Whoever sends them must not fill the disk: there is a line a minute
 * at most, and it says how many there were. Each is counted among the refused, as any token that cannot be read.
 */
final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Clock clock;
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

    Failures(Clock clock) {
        this.clock = clock;
    }

    /** Neither its message nor its trace: a parser may quote the token there. */
    void log(RuntimeException failure) {
        long failures = count.incrementAndGet();
        Instant now = clock.instant();
        Instant until = quietUntil.get();
        if (!now.isBefore(until) && quietUntil.compareAndSet(until, now.plus(QUIET))) {
            log.warn("Tokens refused because their verification failed count={} last={}", failures, failure.getClass());
        }
    }
}
