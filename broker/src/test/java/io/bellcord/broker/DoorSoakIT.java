package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.Bystanders;
import io.bellcord.broker.testing.CapturedLog;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.Mangler;
import io.bellcord.broker.testing.RudeClient;
import io.bellcord.broker.testing.Tap;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Conversations of real clients, recorded and then spoiled, from several sockets at once, for as long as {@code soak.time}
 * says ({@code mvn -Psoak verify -Dsoak.time=10m}); {@code soak.seed} repeats what was sent. docs/TESTING.md.
 */
class DoorSoakIT {
    private static final Duration TIME =
            Duration.parse("PT" + System.getProperty("soak.time", "10s").toUpperCase(Locale.ROOT));
    private static final long SEED = seed();
    private static final int ATTACKERS = 4;
    private static final long HEAP_TO_SPARE = 32L << 20;
    private static final long DIRECT_TO_SPARE = 4L << 20;

    private static final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private static UncaughtExceptionHandler handlerBefore;
    private static ResourceLeakDetector.Level levelBefore;
    private static TestBroker broker;

    private final LongAdder connections = new LongAdder();
    private final LongAdder packets = new LongAdder();

    @BeforeAll
    static void start() {
        handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> uncaught.add(e));
        levelBefore = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        broker = TestBroker.start(Map.of("bellcord.mqtt.connect-timeout", "60s"));
    }

    @AfterAll
    static void stop() {
        broker.close();
        ResourceLeakDetector.setLevel(levelBefore);
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
    }

    @Test
    void servesBystandersWhateverBrokenClientsSendAndKeepsNothingOfThem() throws InterruptedException {
        List<List<byte[]>> recorded = record();
        try (CapturedLog problems = CapturedLog.errors();
                Bystanders bystanders = new Bystanders(broker)) {
            bystanders.check();
            long loops = sessionLoops();
            Memory before = Memory.now();

            Duration slowest = attack(recorded, bystanders);

            await().untilAsserted(() ->
                    assertThat(broker.metrics()).contains("bellcord_connections " + Bystanders.CLIENTS + ".0"));
            await() // those that Moquette has lost are removed ten seconds later
                    .untilAsserted(() -> assertThat(broker.moquetteSessions()).isEqualTo(Bystanders.CLIENTS));
            bystanders.check();
            assertThat(sessionLoops()).isEqualTo(loops).isPositive();
            await().untilAsserted(() -> assertBack(before, Memory.now()));
            System.out.printf(
                    "Soaked for %s with seed %d: %d connections, %d packets; bystanders served in %d ms at worst; %s, then %s%n",
                    TIME, SEED, connections.sum(), packets.sum(), slowest.toMillis(), before, Memory.now());
            assertThat(problems.take()).isEmpty();
            assertThat(uncaught).isEmpty();
        }
    }

    private static void assertBack(Memory before, Memory after) {
        assertThat(after.heap()).isLessThan(before.heap() + HEAP_TO_SPARE);
        assertThat(after.direct()).isLessThan(before.direct() + DIRECT_TO_SPARE);
    }

    /** Another one each time, unless one is given; 0 is none. */
    private static long seed() {
        long given = Long.getLong("soak.seed", 0);
        return given == 0 ? System.nanoTime() : given;
    }

    /** Returns how long the bystanders waited at worst. */
    private Duration attack(List<List<byte[]>> recorded, Bystanders bystanders) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> attackers = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            Random random = new Random(SEED + i);
            attackers.add(Thread.ofPlatform().name("attacker-" + i).start(() -> attack(recorded, random, done)));
        }
        long end = System.nanoTime() + TIME.toNanos();
        Duration slowest = Duration.ZERO;
        while (System.nanoTime() < end) {
            Duration took = bystanders.check();
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        done.set(true);
        for (Thread attacker : attackers) {
            attacker.join();
        }
        return slowest;
    }

    private void attack(List<List<byte[]>> recorded, Random random, AtomicBoolean done) {
        Mangler mangler = new Mangler(recorded, random);
        RudeClient client = new RudeClient(broker.broker(), random);
        while (!done.get()) {
            packets.add(client.say(mangler.next()));
            connections.increment();
        }
    }

    /** What real clients send, of every library and in every role. */
    private static List<List<byte[]>> record() {
        List<List<byte[]>> all = new ArrayList<>();
        for (Flavour flavour :
                List.of(Flavour.HIVEMQ_5_TCP, Flavour.HIVEMQ_3_TCP, Flavour.PAHO_3_TCP, Flavour.PAHO_5_TCP)) {
            all.add(record(flavour, broker.trackerToken("kb", "rude")));
            for (Role role : List.of(Role.RIDER, Role.DRIVER, Role.OPERATOR)) {
                all.add(record(flavour, broker.token("kb", role)));
            }
        }
        return all;
    }

    private static List<byte[]> record(Flavour flavour, String token) {
        try (Tap tap = new Tap(broker.broker().mqtt())) {
            try (TestClient client =
                    flavour.create(tap.address(), broker.broker().webSocket(), "rude-" + flavour)) {
                client.connect("kb", token);
                client.subscribe("bus/kb/rude/#");
                client.subscribe("bus/kb/+");
                client.unsubscribe("bus/kb/+");
                for (int qos = 0; qos <= 2; qos++) { // last: Paho 5 leaves when it is refused
                    client.publish("bus/kb/rude", Fixes.bytes(Fixes.now(), 43.7), qos);
                }
                client.publish("bus/other/by-1", Fixes.json(Fixes.now(), 43.7));
            }
            await().until(() -> Mangler.packets(tap.sent()).size() >= 6); // up to the first publish that is refused
            return Mangler.packets(tap.sent());
        }
    }

    private static long sessionLoops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("Session Executor "))
                .count();
    }

    /** What is in use after a collection, in bytes. */
    private record Memory(long heap, long direct) {
        static Memory now() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            long direct = PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                    .mapToLong(PoolArenaMetric::numActiveBytes)
                    .sum();
            return new Memory(runtime.totalMemory() - runtime.freeMemory(), direct);
        }

        @Override
        public String toString() {
            return "heap " + (heap >> 20) + " MiB direct " + (direct >> 10) + " KiB";
        }
    }
}
