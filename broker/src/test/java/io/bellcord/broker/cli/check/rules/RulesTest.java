package io.bellcord.broker.cli.check.rules;

import static io.bellcord.broker.cli.check.rules.Drive.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bellcord.broker.cli.check.rules.Seen.Arrival;
import io.bellcord.broker.cli.check.rules.Seen.Message;
import io.bellcord.broker.cli.check.rules.Verdict.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule with what it is to find, and with a good tracker, of which nothing is found. */
class RulesTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @Test
    void findNothingOnAHealthyTracker() {
        List<Seen> seen = Drive.arrived(UnaryOperator.identity(), Drive.healthy());

        assertThat(verdicts(seen).values())
                .extracting(Verdict::judgement)
                .containsOnly(Judgement.FINE, Judgement.UNSEEN);
        assertThat(found(seen)).isEmpty();
    }

    /** Nothing that only ever says that it cannot tell. */
    @Test
    void canAllSayThatATrackerIsFine() {
        List<Seen> seen = Drive.comingAndGoing("client_disconnect", A_SECOND, 3);

        assertThat(verdicts(seen)).allSatisfy((id, verdict) -> {
            if (!id.equals("stability")) {
                assertThat(verdict.judgement()).as(id).isEqualTo(Judgement.FINE);
            }
        });
    }

    @Test
    void askForMoreWhereNothingCame() {
        assertThat(found(List.of())).containsExactly("reports");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("client-id", connecting(each -> client(each, "", true))),
                fault("client-id", connecting(each -> client(each, "tracker 1001!", false))),
                fault("twins", Drive.comingAndGoing("taken_over", A_SECOND, 3)),
                fault("twins", plus(Drive.arrival("c2", START.plusSeconds(1)), each -> client(each, "other", false))),
                fault("twins", with(new Seen.Notice(START, "flapping", "do two devices share it?"))),
                fault("keep-alive", connecting(each -> keepAlive(each, Duration.ZERO))),
                fault("keep-alive", connecting(each -> keepAlive(each, Duration.ofMinutes(20)))),
                fault("keep-alive", connecting(each -> keepAlive(each, Duration.ofSeconds(5)))),
                fault("stability", Drive.comingAndGoing("connection_lost", A_SECOND, 3)),
                fault("stability,back-off", Drive.comingAndGoing("connection_lost", Duration.ofMillis(20), 3)),
                fault("will", badWill()),
                fault("credential", connecting(each -> dated(each, Duration.ofDays(900), Optional.empty()))),
                fault("credential", connecting(each -> dated(each, A_SECOND, Optional.of(Duration.ofDays(3_650))))),
                fault("credential", connecting(each -> dated(each, Duration.ofDays(60), Optional.of(A_SECOND)))),
                fault("understood", with(Drive.refused(START, "malformed", "not JSON"))),
                fault("understood", with(new Seen.Notice(START, "not_allowed", "not its topic"))),
                fault("size", said(fix -> sized(Drive.good(fix), 700))),
                fault("size", with(Drive.refused(START, "too_large", "the payload must be at most 8192 bytes"))),
                fault("clock", late(Duration.ofSeconds(-30))),
                fault("clock", late(Duration.ofSeconds(40))),
                fault("reports,clock", saidRefused("ts is 73 s ahead of the broker's clock")),
                fault("reports,week-rollover", saidRefused("ts is 619315207 s behind the broker's clock")),
                fault("rate", with(new Seen.Notice(START, "too_often", "more often than ten times a second"))),
                fault("rate", only(45)),
                fault("jitter", said(fix -> fix.measuredAt().getEpochSecond() % 20 < 4 ? Drive.good(fix) : null)),
                fault("duplicates", doubled()),
                fault("order", shuffled()),
                fault("buffering", burst()),
                fault("null-island", with(Drive.refused(START, "null_island", "lat and lon are both 0"))),
                fault("frozen", said(fix -> Drive.good(Drive.with(fix, 37.5, 127, 8, 10)))),
                fault("heading", said(fix -> Drive.good(spun(fix)))),
                fault("units", said(fix -> Drive.good(faster(fix, 3.6)))),
                fault("units", said(fix -> Drive.good(faster(fix, 1.944)))),
                fault("units", said(fix -> Drive.good(faster(fix, 0.4)))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findWhatIsWrongAndNothingElse(List<String> expected, List<Seen> seen) {
        assertThat(found(seen)).containsExactlyElementsOf(expected);
        assertThat(verdicts(seen).values())
                .filteredOn(Verdict::isFound)
                .allSatisfy(verdict -> assertThat(verdict.remedy()).isNotBlank());
    }

    @Test
    void haveAFaultEach() {
        List<String> covered = faults().flatMap(each -> ((List<?>) each.get()[0]).stream())
                .map(String::valueOf)
                .distinct()
                .sorted()
                .toList();

        assertThat(covered)
                .containsExactlyElementsOf(
                        Rule.ALL.stream().map(Rule::id).sorted().toList());
    }

    @Test
    void tellKilometresPerHourFromKnots() {
        assertThat(units(3.6)).contains("km/h");
        assertThat(units(1.944)).contains("knots");
    }

    private static String units(double factor) {
        Recording recording = Drive.recording(said(fix -> Drive.good(faster(fix, factor))));
        return PlaceRules.units(recording).remedy();
    }

    private static Arguments fault(String rules, List<Seen> seen) {
        return arguments(List.of(rules.split(",")), seen);
    }

    private static Map<String, Verdict> verdicts(List<Seen> seen) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        Rule.ALL.forEach(rule -> verdicts.put(rule.id(), rule.judge().apply(Drive.recording(seen))));
        return verdicts;
    }

    private static List<String> found(List<Seen> seen) {
        return Rule.ALL.stream()
                .filter(rule -> rule.judge().apply(Drive.recording(seen)).isFound())
                .map(Rule::id)
                .toList();
    }

    private static List<Seen> connecting(UnaryOperator<Arrival> change) {
        return Drive.arrived(change, Drive.healthy());
    }

    private static List<Seen> said(Function<Fix, @Nullable Message> message) {
        return Drive.arrived(UnaryOperator.identity(), Drive.messages(message));
    }

    private static List<Seen> with(Seen more) {
        List<Seen> seen = connecting(UnaryOperator.identity());
        seen.add(more);
        return seen;
    }

    private static List<Seen> plus(Arrival more, UnaryOperator<Arrival> change) {
        return with(change.apply(more));
    }

    private static List<Seen> saidRefused(String words) {
        return said(fix -> Drive.refused(fix.measuredAt(), "from_the_future", words));
    }

    private static List<Seen> late(Duration late) {
        return said(fix -> Drive.message(fix, fix.measuredAt().plus(late)));
    }

    private static List<Seen> only(int everySeconds) {
        return said(fix ->
                Duration.between(START, fix.measuredAt()).toSeconds() % everySeconds == 0 ? Drive.good(fix) : null);
    }

    private static List<Seen> badWill() {
        List<Seen> seen = Drive.arrived(each -> willing(each), Drive.healthy().subList(0, 60));
        var gone = START.plusSeconds(60);
        seen.add(Drive.lost("c1", "connection_lost", gone));
        seen.add(Drive.refused(gone.plusMillis(1), "too_old", "ts is old"));
        return seen;
    }

    private static List<Seen> doubled() {
        List<Seen> seen = new ArrayList<>();
        for (Seen each : connecting(UnaryOperator.identity())) {
            seen.add(each);
            if (each instanceof Message) {
                seen.add(each);
            }
        }
        return seen;
    }

    private static List<Seen> shuffled() {
        List<Seen> seen = connecting(UnaryOperator.identity());
        for (int i = 1; i + 1 < seen.size(); i += 2) {
            Collections.swap(seen, i, i + 1);
        }
        return seen;
    }

    /** Of its first half it is silent. */
    private static List<Seen> burst() {
        return said(fix -> fix.measuredAt().isBefore(START.plusSeconds(60))
                ? Drive.message(fix, START.plusSeconds(60))
                : Drive.good(fix));
    }

    private static Fix spun(Fix fix) {
        double turned = fix.measuredAt().getEpochSecond() * 97 % 360;
        return fix.speed() != null && fix.speed() == 0
                ? Drive.with(fix, fix.latitude(), fix.longitude(), 0, turned)
                : fix;
    }

    private static Fix faster(Fix fix, double factor) {
        double speed = fix.speed() == null ? 0 : fix.speed();
        return Drive.with(fix, fix.latitude(), fix.longitude(), speed * factor, 10);
    }

    private static Message sized(Message message, int bytes) {
        return new Message(message.at(), bytes, message.outcome(), message.fix(), message.reason(), message.words());
    }

    private static Arrival client(Arrival each, String id, boolean assigned) {
        return changed(each, id, assigned, each.keepAlive(), each.will(), each.issuedAt(), each.expiresAt());
    }

    private static Arrival keepAlive(Arrival each, Duration keepAlive) {
        return changed(each, each.clientId(), false, keepAlive, each.will(), each.issuedAt(), each.expiresAt());
    }

    private static Arrival willing(Arrival each) {
        return changed(
                each,
                each.clientId(),
                false,
                each.keepAlive(),
                Optional.of("bus/kb/1001"),
                each.issuedAt(),
                each.expiresAt());
    }

    private static Arrival dated(Arrival each, Duration age, Optional<Duration> left) {
        var now = START.plusSeconds(120);
        return changed(
                each,
                each.clientId(),
                false,
                each.keepAlive(),
                each.will(),
                Optional.of(now.minus(age)),
                left.map(now::plus));
    }

    private static Arrival changed(
            Arrival each,
            String id,
            boolean assigned,
            Duration keepAlive,
            Optional<String> will,
            Optional<Instant> issuedAt,
            Optional<Instant> expiresAt) {
        return new Arrival(
                each.at(),
                each.fresh(),
                each.connection(),
                id,
                assigned,
                each.protocol(),
                keepAlive,
                will,
                each.login(),
                issuedAt,
                expiresAt,
                each.address());
    }
}
