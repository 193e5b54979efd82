package io.bellcord.broker.auth.jwks;

import io.bellcord.broker.provider.JwksRepository;
import io.bellcord.broker.provider.JwksRepository.Source;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.steady.Steady;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the published keys of providers again, from time to time; of several nodes, the one that comes first. While a
 * set cannot be read the keys of the last time stay as they are.
 */
public final class JwksRefresher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JwksRefresher.class);
    /** How often it is looked whether one is due: soon after an operator has named it. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final int JITTER = 10; // a tenth of the time

    /**
     * How often, and how long a key counts that is published no more.
     *
     * @param every at least a second
     */
    public record Settings(Duration every, Duration grace) {}

    private final JwksRepository repository;
    private final Settings settings;
    private final Counter succeeded;
    private final Counter failed;
    private final Clock clock;
    private final JwksReader reader = new JwksReader();
    private final Thread thread;
    private volatile boolean closed;
    private volatile List<Source> failing = List.of();

    private JwksRefresher(JwksRepository repository, Settings settings, MeterRegistry meters, Clock clock) {
        this.repository = repository;
        this.settings = settings;
        succeeded = refreshes("ok", meters);
        failed = refreshes("failed", meters);
        this.clock = clock;
        thread = Thread.ofVirtual().name("jwks-refresher").unstarted(this::run);
        Gauge.builder("bellcord.jwks.failing", () -> failing.size())
                .description("Providers whose published keys cannot be read")
                .register(meters);
    }

    public static JwksRefresher start(JwksRepository repository, Settings settings, MeterRegistry meters, Clock clock) {
        var refresher = new JwksRefresher(repository, settings, meters, clock);
        refresher.thread.start();
        return refresher;
    }

    /** What is wrong, in words: the first that fails, and how many do. */
    public Optional<String> problem() {
        return failing.stream()
                .findFirst()
                .map(one -> "keys of provider " + one.provider() + " are not refreshed since "
                        + one.failingSince().map(Instant::toString).orElse("?") + " ("
                        + one.problem().orElse("?") + "); the last ones count"
                        + (failing.size() > 1 ? "; " + (failing.size() - 1) + " more" : ""));
    }

    private void run() {
        Duration half = settings.every().dividedBy(2);
        Duration pause = half.compareTo(LONGEST_PAUSE) < 0 ? half : LONGEST_PAUSE;
        Steady.loop(() -> closed, "Published keys were not refreshed", () -> {
            lookOnce();
            Thread.sleep(pause);
        });
    }

    private void lookOnce() throws InterruptedException {
        try {
            Instant now = clock.instant();
            for (Optional<Source> due = take(now); due.isPresent() && !closed; due = take(now)) {
                refresh(due.get());
            }
            failing = repository.list().stream()
                    .filter(source -> source.failingSince().isPresent())
                    .toList();
        } catch (RuntimeException e) {
            log.debug(
                    "Published keys not refreshed; PostgreSQL is away or this is a bug",
                    e); // health tells of the first
        }
    }

    /** No two nodes take the same; and not all providers are asked at the same moment. */
    private Optional<Source> take(Instant now) {
        long tenth = settings.every().toMillis() / JITTER;
        Duration jitter = Duration.ofMillis(ThreadLocalRandom.current().nextLong(tenth + 1));
        return repository.takeDue(now, now.plus(settings.every()).minus(jitter));
    }

    private void refresh(Source source) throws InterruptedException {
        Instant now = clock.instant();
        try {
            JwkSet set = reader.read(JwksAddress.parse(source.url()));
            repository.readWell(source.provider(), source.url(), set.keys(), now, now.plus(settings.grace()));
            succeeded.increment();
            if (source.failingSince().isPresent()) {
                log.info("Published keys read again provider={}", source.provider());
            }
        } catch (RefusedException | IllegalArgumentException e) {
            String why = printable(String.valueOf(e.getMessage()));
            failed(source, why, now);
            if (source.failingSince().isEmpty()) {
                log.warn(
                        "Published keys not read provider={}; the last ones count; check {}: {}",
                        source.provider(),
                        source.url(),
                        why);
            }
        } catch (RuntimeException e) { // of one provider: it must not keep the others from being read
            failed(source, "an error of Bellcord's, which its log tells of", now);
            if (source.failingSince().isEmpty()) {
                log.error("Published keys not taken; this is a bug provider={}", source.provider(), e);
            }
        }
    }

    private void failed(Source source, String why, Instant now) {
        failed.increment();
        repository.failed(source.provider(), source.url(), why, now);
    }

    /** It may quote what a server has sent: PostgreSQL takes no NUL, and a log no line break. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static Counter refreshes(String outcome, MeterRegistry meters) {
        return Counter.builder("bellcord.jwks.refreshes")
                .description("Readings of published keys")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        reader.close();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
