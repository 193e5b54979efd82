package io.bellcord.broker.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bellcord.broker.auth.TopicAccess.Reading;
import io.bellcord.broker.testing.FuzzInput;
import io.bellcord.broker.topic.BusFilter;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.topic.FeedFilter;
import io.bellcord.broker.topic.RouteFilter;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whatever is subscribed to or published under, by every role; held against MQTT's own rules of matching, written down
 * here a second time. docs/TESTING.md says how this is fuzzed.
 */
class TopicFuzzTest {
    private static final List<Grant> GRANTS = List.of(
            grant(Role.RIDER, Optional.empty()),
            grant(Role.TRACKER, Optional.of(new BusId("7"))),
            grant(Role.DRIVER, Optional.empty()),
            grant(Role.OPERATOR, Optional.empty()));

    private static final List<BusKey> BUSES = List.of(
            BusKey.of("kb", "7"),
            BusKey.of("kb", "8"),
            BusKey.of("kb", "state"),
            BusKey.of("kb", "."),
            BusKey.of("other", "7"),
            BusKey.of("bus", "7"));

    @FuzzTest
    void coversWhatItMatchesAndMayBeReadAndNothingElse(byte[] bytes) {
        FuzzInput in = new FuzzInput(bytes);
        Grant grant = in.pick(GRANTS);
        String topic = new String(in.rest(), StandardCharsets.UTF_8);

        checkName(grant, topic);
        switch (TopicAccess.reading(grant, topic)) {
            case Reading.Allowed(BusFilter filter) -> {
                assertThat(filter.provider()).isEqualTo(grant.provider());
                checkFilter(grant, topic, filter);
            }
            case Reading.Allowed(RouteFilter filter) -> checkRoutes(grant, topic, filter);
            case Reading.Allowed(FeedFilter filter) -> {
                assertThat(filter.provider()).isEqualTo(grant.provider());
                assertThat(grant.role()).isNotEqualTo(Role.TRACKER);
                assertThat(matches(topic, Topics.vehiclePositions(filter.provider())))
                        .isTrue();
            }
            case Reading.NotAllowed _ ->
                assertThat(readable(grant, topic))
                        .satisfiesAnyOf(
                                readable -> assertThat(readable).isEmpty(),
                                _ -> assertThat(isWildcardOfTracker(grant, topic))
                                        .isTrue());
            case Reading.NotServed _ -> assertThat(Topics.parseFilter(topic)).isEmpty();
        }
    }

    private static void checkRoutes(Grant grant, String topicFilter, RouteFilter filter) {
        assertThat(filter.provider()).isEqualTo(grant.provider());
        assertThat(grant.role()).isNotEqualTo(Role.TRACKER);
        RouteId seven = new RouteId("7");
        assertThat(filter.route().map(seven::equals).orElse(true))
                .isEqualTo(matches(topicFilter, Topics.route(filter.provider(), seven)));
    }

    private static void checkName(Grant grant, String topic) {
        Optional<BusKey> named = Topics.parsePosition(topic);
        named.ifPresent(bus -> assertThat(Topics.position(bus)).isEqualTo(topic));
        Optional<BusKey> published = TopicAccess.publishing(grant, topic);
        assertThat(published).isEqualTo(named.filter(bus -> mayPublish(grant, bus)));
    }

    private static void checkFilter(Grant grant, String topicFilter, BusFilter filter) {
        for (BusKey bus : BUSES) {
            for (Kind kind : Kind.values()) {
                boolean covers = filter.provider().equals(bus.provider())
                        && filter.covers(bus.bus())
                        && filter.kinds().contains(kind);
                boolean should = matches(topicFilter, name(bus, kind)) && mayRead(grant, bus, kind);
                assertThat(covers).as("%s of %s", kind, bus).isEqualTo(should);
            }
        }
    }

    /** Of our buses' topics under bus/ and a literal provider: other filters are not served. */
    private static List<String> readable(Grant grant, String topicFilter) {
        return BUSES.stream()
                .flatMap(bus -> Arrays.stream(Kind.values())
                        .filter(kind -> mayRead(grant, bus, kind))
                        .map(kind -> name(bus, kind)))
                .filter(name -> matches(topicFilter, name))
                .toList();
    }

    /** A tracker names its bus; a wildcard is not narrowed for it. */
    private static boolean isWildcardOfTracker(Grant grant, String topicFilter) {
        return grant.role() == Role.TRACKER && topicFilter.matches("bus/kb/[+#].*");
    }

    private static boolean mayPublish(Grant grant, BusKey bus) {
        return bus.provider().value().equals("kb")
                && switch (grant.role()) {
                    case RIDER -> false;
                    case TRACKER -> bus.bus().value().equals("7");
                    case DRIVER, OPERATOR -> true;
                };
    }

    private static boolean mayRead(Grant grant, BusKey bus, Kind kind) {
        boolean mine = bus.provider().value().equals("kb")
                && (grant.role() != Role.TRACKER || bus.bus().value().equals("7"));
        return mine && (kind != Kind.REFUSED || grant.role() != Role.RIDER);
    }

    private static String name(BusKey bus, Kind kind) {
        return "bus/" + bus.provider() + "/" + bus.bus()
                + switch (kind) {
                    case POSITION -> "";
                    case STATE -> "/state";
                    case REFUSED -> "/refused";
                };
    }

    /** MQTT 5.0, 4.7.1. */
    private static boolean matches(String topicFilter, String topicName) {
        String[] filter = topicFilter.split("/", -1);
        String[] name = topicName.split("/", -1);
        for (int i = 0; i < filter.length; i++) {
            if (filter[i].equals("#")) {
                return i == filter.length - 1;
            }
            if (i >= name.length || !(filter[i].equals("+") || filter[i].equals(name[i]))) {
                return false;
            }
        }
        return filter.length == name.length;
    }

    private static Grant grant(Role role, Optional<BusId> bus) {
        return new Grant(new ProviderId("kb"), role, "somebody", bus, Instant.MAX, new Proof.Nothing());
    }
}
