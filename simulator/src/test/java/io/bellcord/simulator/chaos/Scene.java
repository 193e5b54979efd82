package io.bellcord.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.simulator.chaos.load.Crowd;
import io.bellcord.simulator.chaos.site.Node;
import io.bellcord.simulator.chaos.site.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.EvaluatedCondition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A site with its trackers and riders, and what is promised of them whatever breaks. */
final class Scene implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Scene.class);

    /** After which Redis is to hold the newest of every bus again; a machine that does other things gets longer. */
    private static final Duration PROMISED = Duration.ofSeconds(Long.getLong("faults.within", 60));

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOVING = 20;
    private static final int PARKED = 5;
    private static final int RIDERS = 3;
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final Site site;
    private final Crowd crowd;

    private Scene(Site site) {
        this.site = site;
        this.crowd = new Crowd(Site.PROVIDER, site::tracker);
    }

    /** With a few buses that move, some that are parked, and riders who watch them. */
    static Scene open(Map<String, String> settings, String... redisOptions) throws IOException {
        return new Scene(Site.open(settings, redisOptions)).withCrowd();
    }

    /** On a site with nobody yet, which is closed with it. */
    static Scene on(Site site) {
        return new Scene(site);
    }

    /** The same few, connected to the broker. */
    Scene withCrowd() {
        return withCrowd(site.node()::mqtt);
    }

    /** The same few, over that address. */
    Scene withCrowd(Supplier<InetSocketAddress> where) {
        crowd.addMoving(MOVING, PERIOD, where);
        crowd.addParked(PARKED, where);
        crowd.addRiders(RIDERS, where);
        try {
            hasSettledIn();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        return this;
    }

    Site site() {
        return site;
    }

    Crowd crowd() {
        return crowd;
    }

    private static ConditionFactory wait(String what) {
        return await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .conditionEvaluationListener(Scene::tell);
    }

    private static void tell(EvaluatedCondition<?> condition) {
        if (condition.isSatisfied()) {
            log.info("{}: after {} ms", condition.getAlias(), condition.getElapsedTimeInMS());
        }
    }

    /** Every rider has seen every bus, and Redis holds it. */
    void hasSettledIn() {
        wait("every rider sees every bus").untilAsserted(() -> {
            assertThat(crowd.ledger().faults()).isEmpty();
            var acknowledged = crowd.ledger().acknowledged();
            assertThat(acknowledged.keySet()).containsAll(crowd.buses());
            assertThat(acknowledged.values()).allMatch(sequence -> sequence > 0);
            crowd.sights().forEach(sight -> assertThat(sight.keySet()).containsAll(crowd.buses()));
            assertThat(site.stored(crowd.buses()).values()).allMatch(sequence -> sequence > 0);
        });
    }

    /** Every rider gets several fixes of every moving bus that are sent from now on. */
    void goesOnLive() {
        var before = crowd.ledger().sent();
        wait("riders get live positions")
                .untilAsserted(() -> crowd.sights()
                        .forEach(sight -> crowd.moving()
                                .forEach(bus -> assertThat(sight.get(bus))
                                        .as(bus)
                                        .isGreaterThan(before.getOrDefault(bus, 0) + 1))));
    }

    /** Most moving buses send several fixes more than that, whether anybody hears them or not; who is cut off meanwhile cannot. */
    void trackersGoOn(Map<String, Integer> sent) {
        wait("trackers go on").until(() -> {
            var now = crowd.ledger().sent();
            var going = crowd.moving().stream()
                    .filter(bus -> now.getOrDefault(bus, 0) > sent.getOrDefault(bus, 0) + 4)
                    .count();
            return going > crowd.moving().size() / 2;
        });
    }

    void healthSays(String name, String words) {
        healthSays(site.node(), name, words);
    }

    void healthSays(Node node, String name, String words) {
        wait("health says what is wrong with " + name)
                .untilAsserted(() -> assertThat(node.problems())
                        .hasEntrySatisfying(name, it -> assertThat(it).contains(words)));
    }

    void healthIsGood() {
        healthIsGood(site.node());
    }

    void healthIsGood(Node node) {
        wait("health is good").untilAsserted(() -> assertThat(node.problems()).isEmpty());
    }

    void redisHasAMaster(BooleanSupplier it) {
        wait("a replica has taken over").until(it::getAsBoolean);
    }

    /** Of each bus no more than its newest position waits for Redis. */
    void memoryIsBounded() {
        assertThat(site.node().metric("bellcord_redis_waiting"))
                .isBetween(1.0, (double) crowd.buses().size());
    }

    /** To be asked as soon as what was broken is whole again: Redis and riders catch up with what had been acknowledged. */
    void catchesUp() {
        var begun = System.nanoTime();
        var acknowledged = crowd.ledger().acknowledged();
        wait("Redis holds the newest of every bus").untilAsserted(() -> {
            var stored = site.stored(crowd.buses());
            acknowledged.forEach(
                    (bus, sequence) -> assertThat(stored.get(bus)).as(bus).isGreaterThanOrEqualTo(sequence));
        });
        var took = Duration.ofNanos(System.nanoTime() - begun);
        log.info("Redis held the newest of {} buses again after {} ms", acknowledged.size(), took.toMillis());
        assertThat(took).isLessThanOrEqualTo(PROMISED);
        wait("riders see what was acknowledged")
                .untilAsserted(() -> crowd.sights()
                        .forEach(sight -> acknowledged.forEach((bus, sequence) ->
                                assertThat(sight.get(bus)).as(bus).isGreaterThanOrEqualTo(sequence))));
    }

    /** With nobody reporting any more, riders and Redis agree and miss nothing that was acknowledged; the ledger has no fault. */
    void addsUp() {
        crowd.silence(true);
        wait("riders and Redis agree").untilAsserted(() -> {
            var acknowledged = crowd.ledger().acknowledged();
            var stored = site.stored(crowd.buses());
            crowd.sights().forEach(sight -> assertThat(sight).isEqualTo(stored));
            acknowledged.forEach(
                    (bus, sequence) -> assertThat(stored.get(bus)).as(bus).isGreaterThanOrEqualTo(sequence));
        });
        assertThat(crowd.ledger().faults()).isEmpty();
        crowd.silence(false);
    }

    @Override
    public void close() {
        crowd.close();
        site.close();
    }
}
