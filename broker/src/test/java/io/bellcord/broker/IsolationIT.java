package io.bellcord.broker;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.provider.ClientAuthority;
import io.bellcord.broker.testing.Credential;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.Intruder;
import io.bellcord.broker.testing.Intruder.Will;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestAuthority;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestCertificate;
import io.bellcord.broker.testing.TestTls;
import io.bellcord.broker.transit.ProviderId;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every role of one provider, in both versions of MQTT, tries everything at another: each shape of topic and topic filter
 * that the parts below make, with each packet that carries one. Nothing may cross, and what is each one's own must work:
 * the table says of every combination which it is.
 */
class IsolationIT {
    private static final List<String> TREES =
            List.of("bus", "route", "feed", "BUS", "/bus", "+", "#", "$SYS", "$share/g/bus");
    private static final List<String> BUSES = List.of("1", "2", "+", "#", "", ".", "*");
    private static final List<String> ENDS = List.of("", "/state", "/refused", "/+", "/#", "/", "/x");
    private static final String INTRUDED = "INTRUDED";
    private static final AtomicLong FIX_TIME = new AtomicLong();

    private static final Map<String, TestAuthority> AUTHORITIES = new HashMap<>();
    private static final Map<String, Credential> CREDENTIALS = new HashMap<>();

    private static TestBroker broker;

    private final List<Intruder> open = new ArrayList<>();

    /** Who tries: bus 1 of each provider has a tracker. */
    private record Actor(String provider, Role role, boolean mqtt5, Intruder client, String by) {
        boolean mayRead(String filter) {
            return mayReadBuses(filter) || mayReadRoutes(filter) || mayReadDataset(filter);
        }

        private boolean mayReadRoutes(String filter) {
            return role != Role.TRACKER && filter.matches("route/" + provider + "/[12.+#]");
        }

        private boolean mayReadDataset(String filter) {
            return role != Role.TRACKER && filter.matches("feed/" + provider + "/(vehicle-positions|\\+(/#)?|#)");
        }

        private boolean mayReadBuses(String filter) {
            String own = "bus/" + provider + "/";
            return filter.startsWith(own)
                    && switch (filter.substring(own.length())) {
                        case "1", "1/state", "1/+", "1/#" -> true;
                        case "1/refused" -> role != Role.RIDER;
                        case "2", "2/state", "2/+", "2/#", "+", "#", "+/state", "+/+", "+/#", "." ->
                            role != Role.TRACKER;
                        case "./state", "./+", "./#" -> role != Role.TRACKER;
                        case "2/refused", "+/refused", "./refused" -> role == Role.DRIVER || role == Role.OPERATOR;
                        default -> false;
                    };
        }

        boolean mayPublish(String topic) {
            return switch (role) {
                case RIDER -> false;
                case TRACKER -> topic.equals("bus/" + provider + "/1");
                case DRIVER, OPERATOR -> topic.matches("bus/" + provider + "/[12.]");
            };
        }

        @Override
        public String toString() {
            return role.code() + " of " + provider + " by " + by + (mqtt5 ? " over MQTT 5" : " over MQTT 3.1.1");
        }
    }

    @BeforeAll
    static void start() {
        broker = TestBroker.start(Map.of("bellcord.mqtt.connect-timeout", "60s"));
        for (String provider : List.of("kb", "other", "public")) {
            AUTHORITIES.put(provider, TestAuthority.named("Trackers of " + provider));
            broker.authorities()
                    .add(
                            new ProviderId(provider),
                            ClientAuthority.parse(of(AUTHORITIES, provider).pem()));
            CREDENTIALS.put(provider, Credential.add(broker, provider, "1", Optional.empty()));
        }
        await().until(() -> broker.broker().providers().list().stream()
                        .filter(known -> !known.authorities().list().isEmpty()
                                && known.credentials()
                                        .find(of(CREDENTIALS, known.id().value())
                                                .hash())
                                        .isPresent())
                        .count()
                == 3);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void disconnect() {
        open.forEach(Intruder::close);
    }

    @ParameterizedTest
    @CsvSource({"kb,other", "other,kb", "public,kb"})
    void nothingIsReadOfAnotherProvider(String own, String victim) {
        Intruder observer = observe(victim);
        report(victim, "first");
        await().untilAsserted(() -> assertThat(observer.ping().heard()).contains("CANARY-" + victim + "-first"));
        List<Actor> actors = actors(own);

        int tried = 0;
        for (Actor actor : actors) {
            List<String> filters = shapes(own, victim).toList();
            List<Integer> codes = actor.client().subscribe(filters);
            for (int i = 0; i < filters.size(); i++) {
                assertThat(codes.get(i) < 0x80)
                        .as("%s subscribes to %s", actor, filters.get(i))
                        .isEqualTo(actor.mayRead(filters.get(i)));
            }
            tried += filters.size();
        }
        report(victim, "later");
        report(own, "own");

        await().untilAsserted(() -> assertThat(observer.ping().heard())
                .contains("CANARY-" + victim + "-later", "REFUSED-" + victim + "-later"));
        for (Actor actor : actors) {
            await().untilAsserted(() -> assertThat(actor.client().ping().heard())
                    .as(actor.toString())
                    .contains("bus/" + own + "/1"));
            assertThat(actor.client().heard())
                    .as(actor.toString())
                    .doesNotContain(
                            "bus/" + victim,
                            "CANARY-" + victim + "-first",
                            "CANARY-" + victim + "-later",
                            "REFUSED-" + victim + "-later");
        }
        assertThat(observer.heard()).doesNotContain("CANARY-" + own, "bus/" + own);
        assertThat(tried).isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource({"kb,other", "other,kb"})
    void nothingIsWrittenToAnotherProvider(String own, String victim) {
        Intruder observer = observe(victim);
        Map<String, String> stored = stored(victim, observer);

        int tried = 0;
        for (Actor actor : actors(own)) {
            for (String topic : names(own, victim)) {
                for (int head : new int[] {0x02, 0x0B, 0x05}) { // QoS 1; QoS 1, again, retained; QoS 2, retained
                    int reason = actor.client().publish(head, topic, bytes(), intrusion());
                    tried++;
                    if (actor.mqtt5()) {
                        assertThat(reason < 0x80)
                                .as("%s publishes to %s", actor, topic)
                                .isEqualTo(actor.mayPublish(topic));
                    }
                }
                actor.client().publish(0x01, topic, bytes(), intrusion()); // QoS 0, retained
            }
            unsubscribeAndAcknowledge(actor, victim);
        }

        provesThatNothingCame(own, victim, observer, stored);
        assertThat(tried).isGreaterThan(1000);
    }

    private static void unsubscribeAndAcknowledge(Actor actor, String victim) {
        for (String filter :
                List.of("bus/" + victim + "/#", "bus/" + victim + "/1", "#", "$share/g/bus/" + victim + "/#")) {
            actor.client().unsubscribe(filter);
        }
        actor.client().acknowledge(20);
    }

    /** What MQTT 5 has besides the topic to say where a message goes. */
    @ParameterizedTest
    @CsvSource({"kb,other", "other,kb"})
    void neitherAnAliasNorAResponseTopicLeadsToAnotherProvider(String own, String victim) {
        Intruder observer = observe(victim);
        Map<String, String> stored = stored(victim, observer);
        String theirs = "bus/" + victim + "/1";

        for (Actor actor : actors(own).stream().filter(Actor::mqtt5).toList()) {
            Intruder client = actor.client();
            String mine = "bus/" + own + "/1";
            int allowed = actor.mayPublish(mine) ? 0 : 0x87;
            byte[] alias = bytes(0x23, 0, 1);
            assertThat(client.publish(0x02, mine, alias, intrusion())).isEqualTo(allowed);
            assertThat(client.publish(0x02, "", alias, intrusion())).isEqualTo(allowed);
            assertThat(client.publish(0x02, theirs, alias, intrusion())).isEqualTo(0x87);
            assertThat(client.publish(0x02, "", alias, intrusion())).isEqualTo(0x87);
            assertThat(client.publish(0x02, mine, property(0x08, theirs), intrusion()))
                    .isEqualTo(allowed);
            assertThat(client.publish(0x02, mine, concat(property(0x08, theirs), property(0x09, theirs)), intrusion()))
                    .isEqualTo(allowed);
        }

        provesThatNothingCame(own, victim, observer, stored);
    }

    @ParameterizedTest
    @CsvSource({"kb,other", "other,kb"})
    void noWillGoesToAnotherProvider(String own, String victim) {
        Intruder observer = observe(victim);
        Map<String, String> stored = stored(victim, observer);

        for (boolean mqtt5 : new boolean[] {false, true}) {
            for (Role role : Role.values()) {
                Actor asked = new Actor(own, role, mqtt5, newClient(mqtt5), "token");
                for (String topic : names(own, victim)) {
                    Intruder client = newClient(mqtt5);
                    int code = client.connect("will", own, token(own, role), new Will(topic, intrusion()));
                    assertThat(code == 0).as("will of %s for %s", asked, topic).isEqualTo(asked.mayPublish(topic));
                    client.reset();
                }
            }
        }

        provesThatNothingCame(own, victim, observer, stored);
    }

    /** Who holds a token of one provider is nobody at another, whatever the user name and the client identifier. */
    @Test
    void nobodyComesInUnderAnotherProvidersName() {
        List<Intruder> victims = List.of(observe("other"), tracker("other"));
        for (boolean mqtt5 : new boolean[] {false, true}) {
            for (String username : List.of("kb", "other", "public", "disabled", "nobody", "other/", "OTHER", "")) {
                for (String of : List.of("kb", "other", "public", "")) {
                    for (Role role : Role.values()) {
                        String token = of.isEmpty() ? "" : token(of, role);
                        boolean mayEnter = username.equals(of.isEmpty() ? "public" : of);
                        try (Intruder client = new Intruder(broker.raw(), mqtt5)) {
                            assertThat(client.connect("somebody", username, token) == 0)
                                    .as("%s of %s as %s", role, of.isEmpty() ? "nobody" : of, username)
                                    .isEqualTo(mayEnter);
                        }
                    }
                }
            }
        }
        victims.forEach(Intruder::ping);
    }

    @ParameterizedTest
    @CsvSource({"kb,other", "other,kb"})
    void noSessionIsTakenOverByAnotherProvider(String own, String victim) {
        Intruder observer = observe(victim);
        Intruder tracker = tracker(victim);
        for (boolean mqtt5 : new boolean[] {false, true}) {
            for (Role role : Role.values()) {
                for (String id : clientIds(victim)) {
                    Intruder thief = newClient(mqtt5);
                    assertThat(thief.connect(id, own, token(own, role))).isZero();
                    thief.ping();
                }
            }
        }
        observer.ping();
        tracker.ping();
        report(victim, "after");
        await().untilAsserted(() -> assertThat(observer.ping().heard()).contains("CANARY-" + victim + "-after"));

        // So that this could fail: their own second connection does take over.
        Intruder again = newClient(true);
        assertThat(again.connect("observer-" + victim, victim, token(victim, Role.OPERATOR)))
                .isZero();
        await().untilAsserted(() -> assertThat(catchThrowable(observer::ping)).isInstanceOf(AssertionError.class));
    }

    /** Positions over HTTP: the other's ids in the body, in every mixture with one's own. */
    @ParameterizedTest
    @CsvSource({"kb,other", "other,kb"})
    void noPositionReachesAnotherProviderOverHttp(String own, String victim) throws Exception {
        Intruder observer = observe(victim);
        Map<String, String> stored = stored(victim, observer);

        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Role role : Role.values()) {
                for (String provider : List.of(own, victim, "", "+", own + "/" + victim, "../" + victim)) {
                    for (String bus :
                            List.of("1", "../" + victim, victim + "/1", "1/state", "{" + victim + "}:1", "+", "")) {
                        boolean ok = bus.equals("1") && provider.equals(own) && role != Role.RIDER;
                        assertThat(post(http, provider, bus, token(own, role)) == 200)
                                .as("%s of %s reports for %s of %s", role, own, bus, provider)
                                .isEqualTo(ok);
                    }
                }
            }
        }

        assertThat(observer.ping().heard().lines().filter(line -> !line.contains("\"state\":\"stale\"")))
                .isEmpty();
        assertThat(stored(victim)).isEqualTo(stored);
        await().untilAsserted(
                        () -> assertThat(stored(own).toString()).contains("\"lat\":12.345")); // so that this could fail
    }

    private static int post(HttpClient http, String provider, String bus, String token) throws Exception {
        var address = broker.broker().http();
        String body = "{\"providerId\":\"" + provider + "\",\"busId\":\"" + bus
                + "\",\"location\":{\"latitude\":12.345,\"longitude\":7.4}}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/bus/location"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** The ids that the victims chose, and those by which Moquette knows connections. */
    private static List<String> clientIds(String victim) {
        List<String> ids =
                new ArrayList<>(List.of("observer-" + victim, "tracker-" + victim, victim, "#", "+", "$SYS"));
        for (int i = 1; i <= 40; i++) {
            ids.add("c" + i);
        }
        return ids;
    }

    private void provesThatNothingCame(String own, String victim, Intruder observer, Map<String, String> stored) {
        long ts = nextFixTime();
        Intruder tracker = tracker(own);
        tracker.publish(0x02, "bus/" + own + "/1", bytes(), Fixes.json(ts, 43.7)); // after all that was tried
        broker.awaitStored(own, "1", ts);
        assertThat(observer.ping().heard().lines().filter(line -> !line.contains("\"state\":\"stale\"")))
                .isEmpty();
        assertThat(stored(victim)).isEqualTo(stored);
        assertThat(stored(own).toString()).contains(INTRUDED); // so that this could fail
    }

    /** What is stored of a provider once all that came before has gone its way. */
    private Map<String, String> stored(String provider, Intruder observer) {
        report(provider, "before");
        await().untilAsserted(() -> assertThat(observer.ping().heard()).contains("REFUSED-" + provider + "-before"));
        await().untilAsserted(() -> assertThat(stored(provider).toString()).contains("CANARY-" + provider + "-before"));
        observer.ping().forget();
        return stored(provider);
    }

    /** Every key of a provider in Redis, and what it holds. */
    private static Map<String, String> stored(String provider) {
        Map<String, String> all = new TreeMap<>();
        for (String key : broker.redis().keys("*" + provider + "*")) {
            if (key.contains(":beat:") || key.endsWith(":connected")) {
                continue; // the node's own, which it writes by its clock
            }
            all.put(
                    key,
                    key.endsWith(":seen")
                            ? broker.redis().zrangeWithScores(key, 0, -1).toString()
                            : broker.redis().get(key));
        }
        return all;
    }

    /** Every topic and topic filter of these parts; at both providers, so that what is allowed is among them. */
    private static Stream<String> shapes(String own, String victim) {
        return TREES.stream()
                .flatMap(tree -> Stream.of(own, victim, "+", "#", "").map(provider -> tree + "/" + provider))
                .flatMap(provider -> BUSES.stream().map(bus -> provider + "/" + bus))
                .flatMap(bus -> ENDS.stream().map(end -> bus + end));
    }

    /** Fewer, since each is a packet or a connection: one that is like another is left out. */
    private static List<String> names(String own, String victim) {
        return shapes(own, victim)
                .filter(shape ->
                        shape.matches("(bus|route|feed|\\$SYS|\\$share/g/bus)/[^+#*]*") && !shape.endsWith("/x"))
                .toList();
    }

    private List<Actor> actors(String provider) {
        List<Actor> actors = new ArrayList<>();
        for (boolean mqtt5 : new boolean[] {false, true}) {
            for (Role role : Role.values()) {
                Intruder client = newClient(mqtt5);
                boolean anonymous = provider.equals("public") && role == Role.RIDER;
                String password = anonymous ? "" : token(provider, role);
                assertThat(client.connect("actor-" + role + mqtt5, provider, password))
                        .isZero();
                actors.add(new Actor(provider, role, mqtt5, client, anonymous ? "nothing" : "token"));
            }
            actors.add(byCredential(provider, mqtt5));
            actors.add(byCertificate(provider, mqtt5));
        }
        return actors;
    }

    private static <T> T of(Map<String, T> all, String provider) {
        return Objects.requireNonNull(all.get(provider), provider);
    }

    private Actor byCredential(String provider, boolean mqtt5) {
        Intruder client = newClient(mqtt5);
        assertThat(client.connect(
                        "actor-credential" + mqtt5,
                        provider,
                        of(CREDENTIALS, provider).password()))
                .isZero();
        return new Actor(provider, Role.TRACKER, mqtt5, client, "credential");
    }

    private Actor byCertificate(String provider, boolean mqtt5) {
        TestCertificate certificate = of(AUTHORITIES, provider).sign("O=" + provider + ",CN=1");
        Intruder client = new Intruder(RawMqtt.tls(broker.mqttTls(), TestTls.client(certificate)), mqtt5);
        open.add(client);
        assertThat(client.connect("actor-certificate" + mqtt5, provider, "")).isZero();
        return new Actor(provider, Role.TRACKER, mqtt5, client, "certificate");
    }

    /** Who may see all that there is to see of a provider, and does. */
    private Intruder observe(String provider) {
        Intruder observer = newClient(true);
        assertThat(observer.connect("observer-" + provider, provider, token(provider, Role.OPERATOR)))
                .isZero();
        assertThat(observer.subscribe(List.of("bus/" + provider + "/#"))).containsExactly(0);
        return observer;
    }

    private Intruder tracker(String provider) {
        Intruder tracker = newClient(false);
        assertThat(tracker.connect("tracker-" + provider, provider, token(provider, Role.TRACKER)))
                .isZero();
        return tracker;
    }

    /** A position, and a publish that is refused and says why. */
    private void report(String provider, String canary) {
        try (Intruder tracker = new Intruder(broker.raw(), false)) {
            tracker.connect("reporter", provider, token(provider, Role.TRACKER));
            String topic = "bus/" + provider + "/1";
            tracker.publish(0x02, topic, bytes(), position("CANARY-" + provider + "-" + canary));
            String notItsBus = "{\"bus\":\"REFUSED-" + provider + "-" + canary + "\",";
            tracker.publish(
                    0x02, topic, bytes(), Fixes.json(nextFixTime(), 43.7).replaceFirst("\\{", notItsBus));
        }
    }

    private static String intrusion() {
        return position(INTRUDED);
    }

    private static String position(String canary) {
        return "{\"ts\":" + nextFixTime() + ",\"lat\":43.7,\"lon\":7.4,\"ext\":{\"x\":\"" + canary + "\"}}";
    }

    /** Later than every other, so that none is lost for being no newer. */
    private static long nextFixTime() {
        return FIX_TIME.updateAndGet(before -> Math.max(before + 1, Fixes.now()));
    }

    private static String token(String provider, Role role) {
        return role == Role.TRACKER ? broker.trackerToken(provider, "1") : broker.token(provider, role);
    }

    private Intruder newClient(boolean mqtt5) {
        Intruder client = new Intruder(broker.raw(), mqtt5);
        open.add(client);
        return client;
    }

    /** An MQTT 5 property that is a text or bytes. */
    private static byte[] property(int id, String value) {
        return concat(bytes(id), RawMqtt.text(value));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }
}
