package io.bellcord.broker.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.audit.AuditLog.Selection;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseSettings;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.testing.TestPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    private final DatabaseSettings settings = TestPostgres.newSettings();
    private final Database database = Database.open(settings.by("node n1"));
    private final AuditLog audit = new AuditLog(database);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestClock clock = new TestClock(START);
    private final Refusals refusals = new Refusals(meters, audit, clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsWhatWasRefusedSinceTheLastTime() {
        meters.counter("bellcord.refused", "reason", "malformed").increment(3);
        meters.counter("bellcord.guard.connects.refused", "reason", "token_expired")
                .increment();
        meters.counter("bellcord.guard.dropped", "reason", "not_mqtt").increment();
        meters.counter("bellcord.feed.refusals.dropped").increment();
        refusals.tell();
        clock.advance(Duration.ofMinutes(1));
        meters.counter("bellcord.refused", "reason", "malformed").increment(2);
        refusals.tell();

        assertThat(told()).extracting(AuditEntry::actor).containsOnly("node n1");
        assertThat(told())
                .extracting(AuditEntry::details)
                .containsExactly(
                        json("{'since':'2026-11-22T08:00:00Z','refused':{'malformed':2}}"),
                        json("{'since':'2026-11-22T08:00:00Z','feed.refusals.dropped':{'all':1},"
                                + "'guard.connects.refused':{'token_expired':1},'guard.dropped':{'not_mqtt':1},"
                                + "'refused':{'malformed':3}}"));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void tellsOfEachProviderThatACounterKnows() {
        meters.counter("bellcord.refused", "reason", "rate", "provider", "kb").increment();
        meters.counter("bellcord.refused", "reason", "rate", "provider", "metro")
                .increment(2);

        refusals.tell();

        assertThat(told()).extracting(AuditEntry::provider).containsExactly(Optional.of("metro"), Optional.of("kb"));
    }

    @Test
    void tellsNothingWhereNothingWasRefused() {
        meters.counter("bellcord.positions", "outcome", "accepted").increment();
        meters.counter("bellcord.refused", "reason", "malformed");

        refusals.tell();

        assertThat(told()).isEmpty();
    }

    @Test
    void tellsAfterAnOutageOfPostgresqlWhatWasRefusedDuringIt() {
        meters.counter("bellcord.refused", "reason", "malformed").increment();
        TestPostgres.cutOff(settings);
        assertThatThrownBy(refusals::tell).isInstanceOf(RuntimeException.class);
        meters.counter("bellcord.refused", "reason", "malformed").increment();
        TestPostgres.restore(settings);

        refusals.tell();

        assertThat(told())
                .singleElement()
                .satisfies(entry -> assertThat(
                                entry.details().at("/refused/malformed").asInt())
                        .isEqualTo(2));
    }

    private List<AuditEntry> told() {
        return audit.list(new Selection(Optional.empty(), Optional.of("refusals"), Instant.EPOCH, 10));
    }
}
