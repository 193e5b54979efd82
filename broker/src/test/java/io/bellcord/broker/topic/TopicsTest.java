package io.bellcord.broker.topic;

import static io.bellcord.broker.topic.BusFilter.Kind.POSITION;
import static io.bellcord.broker.topic.BusFilter.Kind.REFUSED;
import static io.bellcord.broker.topic.BusFilter.Kind.STATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    private static final BusKey BUS = BusKey.of("kb", "1001");

    @Test
    void readsFiltersOfVehiclePositions() {
        for (String filter : List.of(
                "feed/kb/vehicle-positions", "feed/kb/+", "feed/kb/#", "feed/kb/vehicle-positions/#", "feed/kb/+/#")) {
            assertThat(Topics.parseFilter(filter)).as(filter).contains(new FeedFilter(new ProviderId("kb")));
        }
        for (String filter : List.of(
                "feed/kb",
                "feed/+/vehicle-positions",
                "feed/kb/trip-updates",
                "feed/kb/vehicle-positions/x",
                "feed/#")) {
            assertThat(Topics.parseFilter(filter)).as(filter).isEmpty();
        }
        assertThat(Topics.vehiclePositions(new ProviderId("kb"))).isEqualTo("feed/kb/vehicle-positions");
    }

    @Test
    void readsBackTheTopicNameThatItWrites() {
        assertThat(Topics.position(BUS)).isEqualTo("bus/kb/1001");
        assertThat(Topics.parsePosition(Topics.position(BUS))).contains(BUS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bus",
                "bus/kb",
                "bus/kb/",
                "bus//1001",
                "bus/kb/1001/",
                "bus/kb/1001/state",
                "/bus/kb/1001",
                "bus/kb/10 01",
                "bus/kb/+",
                "bus/kb/#",
                "Bus/kb/1001",
                "buses/kb/1001",
                "$share/g/bus/kb/1001",
                "bus/k\u0000b/1",
                "bus/kb/ä"
            })
    void isNoPositionOfABus(String topicName) {
        assertThat(Topics.parsePosition(topicName)).isEmpty();
    }

    @Test
    void refusesIdsLongerThanAllowed() {
        assertThat(Topics.parsePosition("bus/kb/" + "x".repeat(64))).isPresent();
        assertThat(Topics.parsePosition("bus/kb/" + "x".repeat(65))).isEmpty();
    }

    static Stream<Arguments> filters() {
        return Stream.of(
                Arguments.of("bus/kb/+", null, Set.of(POSITION)),
                Arguments.of("bus/kb/1001", "1001", Set.of(POSITION)),
                Arguments.of("bus/kb/#", null, Set.of(POSITION, STATE, REFUSED)),
                Arguments.of("bus/kb/1001/#", "1001", Set.of(POSITION, STATE, REFUSED)),
                Arguments.of("bus/kb/+/#", null, Set.of(POSITION, STATE, REFUSED)),
                Arguments.of("bus/kb/+/state", null, Set.of(STATE)),
                Arguments.of("bus/kb/1001/refused", "1001", Set.of(REFUSED)),
                Arguments.of("bus/kb/1001/+", "1001", Set.of(STATE, REFUSED)));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void readsWhatAFilterCovers(String text, String bus, Set<Kind> kinds) {
        Optional<BusId> expected = Optional.ofNullable(bus).map(BusId::new);

        assertThat(Topics.parseFilter(text)).contains(new BusFilter(new ProviderId("kb"), expected, kinds));
    }

    @Test
    void readsWhichRoutesAFilterCovers() {
        ProviderId kb = new ProviderId("kb");

        assertThat(Topics.parseFilter("route/kb/+")).contains(new RouteFilter(kb, Optional.empty()));
        assertThat(Topics.parseFilter("route/kb/#")).contains(new RouteFilter(kb, Optional.empty()));
        assertThat(Topics.parseFilter("route/kb/7")).contains(new RouteFilter(kb, Optional.of(new RouteId("7"))));
        assertThat(Topics.route(kb, new RouteId("7"))).isEqualTo("route/kb/7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "+",
                "+/kb/1001",
                "bus/#",
                "bus/+",
                "bus/+/1001",
                "bus/+/+",
                "bus/kb",
                "bus/kb/",
                "bus/kb/1001/state/",
                "bus/kb/#/state",
                "bus/kb/#/",
                "bus/kb/1001/other",
                "bus/kb/10#",
                "bus/kb/10+",
                "$share/g/bus/kb/+",
                "$SYS/#",
                "route/kb",
                "route/kb/",
                "route/+/7",
                "route/#",
                "route/kb/7/x",
                "route/kb/7+",
                "bus/kb/1001/state/x",
                "bus/kb/+/+/+"
            })
    void isNoFilterThatIsServed(String text) {
        assertThat(Topics.parseFilter(text)).isEmpty();
    }

    @Test
    void takesATopicOfThousandsOfLevelsInItsStride() {
        assertThat(Topics.parseFilter("bus/kb/" + "a/".repeat(30_000))).isEmpty();
    }
}
