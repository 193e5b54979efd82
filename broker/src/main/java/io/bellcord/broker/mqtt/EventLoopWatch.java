package io.bellcord.broker.mqtt;

import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.steady.Steady;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.moquette.broker.Server;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every event loop once a second to do next to nothing, and counts how long that has to wait: so long waits each
 * client of it, too. One that does not answer is stuck; its clients cannot be given to another.
 */
public final class EventLoopWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLoopWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Looks, not seconds: a machine that was suspended has no stuck loop. */
    private static final int STUCK_AFTER = 10;

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final List<Probe> probes;
    private final Timer lag;
    private final Ticker ticker;
    private final ScheduledExecutorService timer;

    /** What is known of one loop. At most one question is open at a time, so that none pile up in a stuck one. */
    private final class Probe {
        private final SingleThreadEventLoop loop;
        private volatile boolean open;
        private volatile int unanswered;

        private Probe(SingleThreadEventLoop loop) {
            this.loop = loop;
        }

        private void look() {
            if (!open) {
                unanswered = 0;
                if (loop.registeredChannels() > 0) { // the others may not even have a thread yet
                    ask();
                }
                return;
            }
            int now = unanswered + 1;
            unanswered = now;
            if (now == STUCK_AFTER) {
                log.error("Event loop is stuck loop={} at={}", name(), at());
            }
        }

        private void ask() {
            long asked = ticker.nanos();
            open = true;
            try {
                loop.execute(() -> {
                    lag.record(Duration.ofNanos(ticker.nanos() - asked));
                    open = false;
                });
            } catch (RejectedExecutionException _) {
                open = false; // it has ended, since the listeners were closed
            }
        }

        private boolean isStuck() {
            return open && unanswered >= STUCK_AFTER;
        }

        private String name() {
            return loop.threadProperties().name();
        }

        private String at() {
            return Arrays.toString(loop.threadProperties().stackTrace());
        }
    }

    EventLoopWatch(
            List<SingleThreadEventLoop> loops, MeterRegistry meters, Ticker ticker, ScheduledExecutorService timer) {
        this.ticker = ticker;
        this.timer = timer;
        probes = loops.stream().map(Probe::new).toList();
        lag = Timer.builder("bellcord.event.loop.lag")
                .description("How long what an event loop is to do has to wait")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        Gauge.builder("bellcord.event.loops.stuck", this::stuck)
                .description("Event loops that have not answered for ten seconds")
                .register(meters);
        Steady.every(timer, EVERY, "Event loops were not looked at", () -> probes.forEach(Probe::look));
    }

    /** Watches the loops of a server until closed. */
    public static EventLoopWatch start(MqttServer server, MeterRegistry meters, Ticker ticker) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("event-loop-watch").factory());
        return new EventLoopWatch(server.eventLoops(), meters, ticker, timer);
    }

    /** Those of Moquette: what it accepts with, and what clients are served by. */
    static List<SingleThreadEventLoop> of(Server moquette) {
        try {
            Object acceptor = SessionLoops.inside(moquette, "acceptor");
            var accepting = (EventLoopGroup) SessionLoops.inside(acceptor, "bossGroup");
            var serving = (EventLoopGroup) SessionLoops.inside(acceptor, "workerGroup");
            return Stream.of(accepting, serving)
                    .flatMap(group -> StreamSupport.stream(group.spliterator(), false))
                    .map(SingleThreadEventLoop.class::cast)
                    .toList();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This is not the Moquette that Bellcord is made for", e);
        }
    }

    private long stuck() {
        return probes.stream().filter(Probe::isStuck).count();
    }

    /** What is wrong, in words; empty while every loop answers. */
    public Optional<String> problem() {
        return probes.stream()
                .filter(Probe::isStuck)
                .findFirst()
                .map(first -> first.name()
                        + " does not answer, and the clients on it are not served (" + stuck() + " of " + probes.size()
                        + " event loops); the log says where it is stuck; restart the broker");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
