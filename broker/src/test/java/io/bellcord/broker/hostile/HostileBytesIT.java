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
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After each of these, fifty clients that were there before and fifty that come then connect, publish and are heard; every
 * session loop lives; and what memory it took is given back.
 */
class HostileBytesIT {
    private static final Logger log = LoggerFactory.getLogger(HostileBytesIT.class);

    private static TestBroker broker;
    private static Bystanders bystanders;
    private static Memory before;
    private static Duration slowest = Duration.ZERO;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
        bystanders = new Bystanders(broker);
        bystanders.check(); // loads what is loaded once, so that the memory of it is no case's
        awaitOnlyBystanders();
        before = Memory.inUse();
    }

    @AfterAll
    static void stop() {
        log.info("Slowest check of {} clients: {} ms", 2 * Bystanders.CLIENTS, slowest.toMillis());
        bystanders.close();
        broker.close();
    }

    @TestFactory
    Stream<DynamicContainer> hostile() {
        return Stream.of(Transport.TCP, Transport.WEBSOCKET)
                .map(transport -> dynamicContainer(transport.name(), byHeading(transport)));
    }

    /** What ends a session loop, or a buffer, when the channel ends with it: TLS has a say in that. */
    @TestFactory
    Stream<DynamicContainer> hostileOverTls() {
        return Stream.of(Transport.TLS, Transport.SECURE_WEBSOCKET)
                .map(transport -> dynamicContainer(transport.name(), tests(SessionLoopCases.all(), transport)));
    }

    @TestFactory
    Stream<DynamicTest> hostileToWebSocketsOnly() {
        return tests(WebSocketCases.all(), Transport.WEBSOCKET);
    }

    private static Stream<DynamicContainer> byHeading(Transport transport) {
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
                .map(heading -> dynamicContainer(heading.getKey(), tests(heading.getValue(), transport)));
    }

    private static Stream<DynamicTest> tests(List<Case> cases, Transport transport) {
        return cases.stream().map(one -> dynamicTest(one.name(), () -> holds(one, transport)));
    }

    private static void holds(Case one, Transport transport) {
        log.info("Case transport={} {}", transport, one.name());
        try (Attacker attacker = new Attacker(broker, transport)) {
            one.attack().run(attacker);
            checkBystanders();
        }
        awaitOnlyBystanders();
        before.awaitReturn();
    }

    private static void checkBystanders() {
        Duration took = bystanders.check();
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        assertThat(broker.metrics()).contains("bellcord_session_loops_replaced_total{reason=\"died\"} 0.0");
    }

    private static void awaitOnlyBystanders() {
        await().atMost(Duration.ofSeconds(30)) // those that Moquette has lost are removed ten seconds later
                .untilAsserted(() -> assertThat(broker.moquetteSessions()).isEqualTo(Bystanders.CLIENTS));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(broker.metrics()).contains("bellcord_connections " + (double) Bystanders.CLIENTS));
    }
}
