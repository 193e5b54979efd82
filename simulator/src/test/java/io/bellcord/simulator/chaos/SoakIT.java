package io.bellcord.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.chaos.site.Vitals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients come and go, one thing after the other breaks and is mended, and the broker works at 60 % of a core all the while. It
 * is not killed: of a process that begins anew nothing could be said in the end.
 */
@Tag("soak")
class SoakIT {
    private static final Logger log = LoggerFactory.getLogger(SoakIT.class);
    private static final Duration TIME =
            Duration.parse("PT" + System.getProperty("soak.time", "1h").toUpperCase(Locale.ROOT));
    private static final double LOAD = 0.6; // of a core
    private static final int RIDERS = 20;
    private static final int MOST_BUSES = 1_500; // where others take the CPU, no number would do
    private static final int BUSES_AT_ONCE = 100;
    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int LOOKS = 6;
    private static final Duration CHURN = Duration.ofMillis(500);
    private static final double MIB = 1024 * 1024;

    private final long seed = Long.getLong("soak.seed", 0) == 0 ? System.nanoTime() : Long.getLong("soak.seed");
    private final Random random = new Random(seed);

    /**
     * How the broker is between two faults.
     *
     * @param p99 milliseconds from a fix sent to the fix received
     * @param cpu share of a core
     */
    private record Sample(Vitals vitals, double p99, double cpu) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "heap %.1f MiB, direct %.1f MiB, resident %.1f MiB, files %d, p99 %.0f ms, cpu %.0f %%",
                    vitals.heap() / MIB,
                    vitals.direct() / MIB,
                    vitals.resident() / MIB,
                    vitals.files(),
                    p99,
                    cpu * 100);
        }
    }

    @Test
    void staysAsItIsWhileOneThingAfterTheOtherBreaks() throws IOException {
        log.info("Soaking for {} with seed {}", TIME, seed);
        try (var scene = Scene.open(Map.of());
                var churn = Executors.newSingleThreadScheduledExecutor()) {
            load(scene);
            var clients = new Random(seed);
            var churning = churn.scheduleWithFixedDelay(
                    () -> scene.crowd().cut(clients.nextInt(MOST_BUSES), clients.nextInt(MOST_BUSES)),
                    0,
                    CHURN.toMillis(),
                    TimeUnit.MILLISECONDS);
            var samples = soak(scene);
            assertThat(churning.isDone()).as("clients no longer come and go").isFalse();
            churn.shutdownNow();
            scene.addsUp();
            judge(samples);
        }
    }

    /** By buses, which cost a broker far more than riders do: those share frames. */
    private static void load(Scene scene) {
        var where = scene.site().node();
        scene.crowd().addRiders(RIDERS, where::mqtt);
        for (var buses = 0; buses < MOST_BUSES && !isLoaded(scene); buses += BUSES_AT_ONCE) {
            scene.crowd().addMoving(BUSES_AT_ONCE, PERIOD, where::mqtt);
            scene.hasSettledIn();
        }
        log.info(
                "{} buses, {} riders",
                scene.crowd().moving().size(),
                scene.crowd().sights().size());
    }

    /** For so long: what the compiler takes at first is no load. */
    private static boolean isLoaded(Scene scene) {
        for (var look = 0; look < LOOKS; look++) {
            if (share(scene) < LOAD) {
                return false;
            }
        }
        return true;
    }

    private static double share(Scene scene) {
        var begun = System.nanoTime();
        var before = scene.site().node().cpu();
        Patience.pause(LOOK);
        return (double) scene.site().node().cpu().minus(before).toNanos() / (System.nanoTime() - begun);
    }

    private List<Sample> soak(Scene scene) {
        List<Sample> samples = new ArrayList<>();
        var end = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() - end < 0) {
            var fault = Breakage.ALL.get(random.nextInt(Breakage.ALL.size()));
            fault.happen(scene);
            scene.catchesUp();
            scene.healthIsGood();
            scene.goesOnLive();
            assertThat(scene.crowd().ledger().faults()).isEmpty();
            samples.add(sample(scene));
            log.info("{}: {}", fault.name(), samples.getLast());
        }
        return samples;
    }

    private static Sample sample(Scene scene) {
        scene.crowd().takeLatency();
        var cpu = share(scene);
        var p99 = scene.crowd().takeLatency().getValueAtPercentile(99) / 1e3;
        return new Sample(scene.site().node().vitals(), p99, cpu);
    }

    /** The last third held against the first: what a collection, a pool or a burst makes of it is allowed, growth is not. */
    private static void judge(List<Sample> samples) {
        assertThat(samples).hasSizeGreaterThanOrEqualTo(6);
        // A few MiB more or less are in use after each collection, as connections are about to come or go.
        assertFlat("heap", samples, each -> each.vitals().heap(), 1.25, 8 * MIB);
        assertFlat("direct", samples, each -> each.vitals().direct(), 1.25, 8 * MIB);
        // The system takes nothing back of what was needed at the worst moment, which may come late.
        assertFlat("resident", samples, each -> each.vitals().resident(), 1.15, 32 * MIB);
        // Connections to Redis (16 at most) and PostgreSQL (5) come and go, as do those who were cut off.
        assertFlat("files", samples, each -> each.vitals().files(), 1, 30);
        // A tick more: when a fix comes is left to chance.
        assertFlat("p99", samples, Sample::p99, 1.5, 100);
    }

    private static void assertFlat(
            String what, List<Sample> samples, ToDoubleFunction<Sample> figure, double factor, double more) {
        var third = samples.size() / 3;
        var first = median(samples.subList(0, third), figure);
        var last = median(samples.subList(samples.size() - third, samples.size()), figure);
        log.info("{}: {} at first, {} at last", what, first, last);
        assertThat(last).as(what).isLessThanOrEqualTo(first * factor + more);
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return samples.stream().mapToDouble(figure).sorted().toArray()[samples.size() / 2];
    }
}
