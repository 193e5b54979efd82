package io.bellcord.broker.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.cli.check.rules.Fix;
import io.bellcord.broker.cli.check.rules.Recording;
import io.bellcord.broker.cli.check.rules.Seen;
import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.Reason;
import io.bellcord.broker.observe.ClientFacts;
import io.bellcord.broker.observe.Observed;
import io.bellcord.broker.observe.ObservedJson;
import io.bellcord.broker.testing.Fleet;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the broker writes of a tracker is what the check reads. */
class SeenReaderTest {
    private static final Instant NOW = Fleet.NOW;
    private static final Instant ISSUED = NOW.minus(Duration.ofDays(3));
    private static final Instant END = NOW.plus(Duration.ofDays(30));
    private static final ObservedJson JSON = new ObservedJson(_ -> Optional.of(ISSUED));

    @Test
    void readsHowAClientConnectedAndWent() throws JsonProcessingException {
        Grant grant = new Grant(
                new ProviderId("kb"),
                Role.TRACKER,
                "t",
                Optional.of(new BusId("1001")),
                END,
                new Proof.Token("k1", Optional.empty(), Optional.empty(), Optional.empty()));
        var client = new ClientFacts(
                "c7",
                NOW,
                "dev-1",
                false,
                4,
                false,
                true,
                true,
                Duration.ofSeconds(90),
                Duration.ofSeconds(90),
                Optional.of("bus/kb/1001"),
                grant,
                "192.0.2.1");

        assertThat(read(new Observed.Connected(NOW, client))).contains(arrival(true));
        assertThat(read(new Observed.Present(NOW, client))).contains(arrival(false));
        assertThat(read(new Observed.Disconnected(NOW, "c7", "connection_lost", Duration.ofSeconds(9))))
                .contains(new Seen.Departure(NOW, "c7", "connection_lost", Duration.ofSeconds(9)));
    }

    private static Seen arrival(boolean fresh) {
        return new Seen.Arrival(
                NOW,
                fresh,
                "c7",
                "dev-1",
                false,
                4,
                Duration.ofSeconds(90),
                Optional.of("bus/kb/1001"),
                "token",
                Optional.of(ISSUED),
                Optional.of(END),
                "192.0.2.1");
    }

    @Test
    void readsWhatBecameOfMessages() throws JsonProcessingException {
        Position position = Position.at(BusKey.of("kb", "1001"), NOW, NOW, 37.5, 127);

        assertThat(read(received(new Outcome.Accepted(position))))
                .contains(
                        new Seen.Message(NOW, 2, "accepted", Optional.of(new Fix(NOW, 37.5, 127, null, null)), "", ""));
        assertThat(read(received(new Outcome.Refused(Reason.MALFORMED, "not JSON"))))
                .contains(new Seen.Message(NOW, 2, "refused", Optional.empty(), "malformed", "not JSON"));
        assertThat(read(received(new Outcome.Ignored("an lwt"))))
                .contains(new Seen.Message(NOW, 2, "ignored", Optional.empty(), "", "an lwt"));
        assertThat(read(new Observed.Refused(NOW, Reason.TOO_OFTEN, "too often")))
                .contains(new Seen.Notice(NOW, "too_often", "too often"));
        assertThat(read(new Observed.Missed(NOW, 3))).isEmpty();
    }

    @Test
    void reportsWhatATrackerWroteWithoutBeingFooledByIt() {
        var hostile = new Seen.Message(NOW, 2, "refused", Optional.empty(), "malformed", "<script>alert(1)</script>");
        Report report = Report.of("kb", "1001", new Recording(NOW, NOW.plusSeconds(5), List.of(hostile)));

        assertThat(report.found()).contains("understood");
        assertThat(HtmlPage.of(List.of(report))).contains("&lt;script&gt;").doesNotContain("<script>");
        assertThat(report.text()).contains("FOUND   understood").contains("-> ").endsWith("problems");
        assertThat(report.json())
                .startsWith("{\"provider\":\"kb\",\"bus\":\"1001\",\"watchedSeconds\":5,\"found\":")
                .contains("\"rule\":\"understood\",\"verdict\":\"found\"");
    }

    private static Observed received(Outcome outcome) {
        return new Observed.Received(NOW, new byte[] {'{', '}'}, 2, outcome);
    }

    private static Optional<Seen> read(Observed observed) throws JsonProcessingException {
        return SeenReader.read(ObservedJson.event(observed), JSON.encode(observed));
    }
}
