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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After each few of these, fifty clients that were there before and fifty that come then connect, publish and are heard; every
 * session loop lives; and what memory they took is given back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileBytes {
    private static final Logger log = LoggerFactory.getLogger(HostileBytes.class);

    private static final String MEMORY = "exhausts memory";
    private static final String LOAD = "falls over under load";
    /** What these do, they do as long as their connections stand. */
    private static final Set<String> STANDING = Set.of(MEMORY, LOAD);
    /** Of the others, so many go one after the other before the bystanders are looked at. */
    private static final int IN_A_ROW = 5;

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
        headings.put(MEMORY, MemoryCases.all());
        headings.put("breaks authorization", AuthorizationCases.all());
        headings.put("breaks correctness", CorrectnessCases.all());
        headings.put(LOAD, LoadCases.all());
        if (transport == Transport.TCP) { // MQTT's decoder is the same behind a WebSocket
            headings.put("is no MQTT", MalformedCases.all());
        }
        return headings.entrySet().stream()
                .map(heading ->
                        dynamicContainer(heading.getKey(), tests(heading.getKey(), heading.getValue(), transport)));
    }

    private Stream<DynamicTest> tests(String heading, List<Case> cases, Transport transport) {
        if (transport != Transport.TCP) {
            return Stream.of(inARow(cases, transport));
        }
        return STANDING.contains(heading) ? eachByItself(cases, transport) : someInARow(cases, transport);
    }

    /** One test per case: its connections stand while the others are looked at. */
    final Stream<DynamicTest> eachByItself(List<Case> cases, Transport transport) {
        return cases.stream()
                .map(one -> dynamicTest(one.name(), () -> {
                    try (Attacker _ = attack(one, transport)) {
                        checkBystanders();
                    }
                    awaitNothingLeft();
                }));
    }

    /** One test per case, and one for all others after each few. */
    final Stream<DynamicTest> someInARow(List<Case> cases, Transport transport) {
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 1; i <= cases.size(); i++) {
            Case one = cases.get(i - 1);
            tests.add(dynamicTest(one.name(), () -> attack(one, transport).close()));
            if (i % IN_A_ROW == 0 || i == cases.size()) {
                tests.add(dynamicTest("and all others are served", this::holds));
            }
        }
        return tests.stream();
    }

    /** What goes wrong before this returns is the case's. */
    private Attacker attack(Case one, Transport transport) {
        log.info("Case transport={} {}", transport, one.name());
        Attacker attacker = new Attacker(broker, transport);
        try {
            one.attack().run(attacker);
            return attacker;
        } catch (RuntimeException | AssertionError e) {
            attacker.close();
            throw e;
        }
    }

    private void holds() {
        checkBystanders();
        awaitNothingLeft();
    }

    /** One test for all: over TCP each stands by itself, here it is the way to the broker that differs. */
    final DynamicTest inARow(List<Case> cases, Transport transport) {
        return dynamicTest(cases.size() + " in a row", () -> {
            cases.forEach(one -> attack(one, transport).close());
            holds();
        });
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
