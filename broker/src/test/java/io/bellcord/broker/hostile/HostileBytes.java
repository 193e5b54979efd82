package io.bellcord.broker.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.bellcord.broker.testing.Bystanders;
import io.bellcord.broker.testing.Memory;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After each of these, fifty clients that were there before and fifty that come then connect, publish and are heard; every
 * session loop lives; and what memory it took is given back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileBytes {
    private static final Logger log = LoggerFactory.getLogger(HostileBytes.class);

    private final TestBroker broker = TestBroker.start();
    private final Bystanders bystanders = new Bystanders(broker);
    private Memory before = Memory.inUse();
    private Duration slowest = Duration.ZERO;

    @BeforeAll
    void warmUp() {
        bystanders.check(); // loads what is loaded once, so that the memory of it is no case's
        awaitOnlyBystanders();
        before = Memory.inUse();
    }

    @AfterAll
    void stop() {
        log.info("Slowest check of {} clients: {} ms", 2 * Bystanders.CLIENTS, slowest.toMillis());
        bystanders.close();
        broker.close();
    }

    final Stream<DynamicContainer> byHeading(Transport transport) {
        Map<String, List<Case>> headings = new LinkedHashMap<>();
        headings.put("kills a session loop", SessionLoopCases.all());
        headings.put("exhausts memory", MemoryCases.all());
        headings.put("breaks authorization", AuthorizationCases.all());
        headings.put("breaks correctness", CorrectnessCases.all());
        headings.put("falls over under load", LoadCases.all());
        if (transport == Transport.TCP) { // MQTT's decoder is the same behind a WebSocket
            headings.put("is no MQTT", MalformedCases.all());
        }
        return headings.entrySet().stream()
                .map(heading -> dynamicContainer(
                        heading.getKey(),
                        transport == Transport.TCP
                                ? tests(heading.getValue(), transport)
                                : Stream.of(inARow(heading.getValue(), transport))));
    }

    /** One test per case: what goes wrong is that case's. */
    final Stream<DynamicTest> tests(List<Case> cases, Transport transport) {
        return cases.stream().map(one -> dynamicTest(one.name(), () -> holds(one, transport)));
    }

    /** One test for all: over TCP each stands by itself, here it is the way to the broker that differs. */
    final DynamicTest inARow(List<Case> cases, Transport transport) {
        return dynamicTest(cases.size() + " in a row", () -> {
            for (Case one : cases) {
                log.info("Case transport={} {}", transport, one.name());
                try (Attacker attacker = new Attacker(broker, transport)) {
                    one.attack().run(attacker);
                }
            }
            checkBystanders();
            awaitNothingLeft();
        });
    }

    private void holds(Case one, Transport transport) {
        log.info("Case transport={} {}", transport, one.name());
        try (Attacker attacker = new Attacker(broker, transport)) {
            one.attack().run(attacker);
            checkBystanders();
        }
        awaitNothingLeft();
    }

    private void awaitNothingLeft() {
        awaitOnlyBystanders();
        before.awaitReturn();
    }

    private void checkBystanders() {
        Duration took = bystanders.check();
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        assertThat(broker.metrics()).contains("bellcord_session_loops_replaced_total{reason=\"died\"} 0.0");
    }

    private void awaitOnlyBystanders() {
        await() // those that Moquette has lost are removed ten seconds later
                .untilAsserted(() -> assertThat(broker.moquetteSessions()).isEqualTo(Bystanders.CLIENTS));
        await().untilAsserted(() ->
                assertThat(broker.metrics()).contains("bellcord_connections " + (double) Bystanders.CLIENTS));
    }
}
