package io.bellcord.broker.audit;

import static io.bellcord.broker.provider.schema.Tables.AUDIT;
import static org.jooq.impl.DSL.noCondition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.Queries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;

/**
 * The audit in PostgreSQL. Changes of the tables are written by triggers of theirs, whoever makes them; here is written
 * what no table shows. The actor is that of the connection.
 */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DSLContext sql;

    /**
     * Which entries to show.
     *
     * @param provider of this provider alone
     * @param action of this kind alone: all of it, or its first word, {@code key} for everything about keys
     */
    public record Selection(Optional<String> provider, Optional<String> action, Instant since, int limit) {}

    public AuditLog(Database database) {
        sql = Queries.on(database.dataSource());
    }

    /** The newest first. */
    public List<AuditEntry> list(Selection selection) {
        return sql.selectFrom(AUDIT)
                .where(AUDIT.AT.ge(selection.since()))
                .and(selection.provider().map(AUDIT.PROVIDER::eq).orElse(noCondition()))
                .and(selection.action().map(AuditLog::isOfKind).orElse(noCondition()))
                .orderBy(AUDIT.ID.desc())
                .limit(selection.limit())
                .fetch(AuditLog::entry);
    }

    private static Condition isOfKind(String action) {
        return AUDIT.ACTION.eq(action).or(AUDIT.ACTION.startsWith(action + " "));
    }

    /** Adds what no trigger sees. */
    public void add(String action, Optional<String> provider, Optional<String> subject, JsonNode details) {
        sql.insertInto(AUDIT)
                .set(AUDIT.ACTION, action)
                .set(AUDIT.PROVIDER, provider.orElse(null))
                .set(AUDIT.SUBJECT, subject.orElse(null))
                .set(AUDIT.DETAILS, JSONB.valueOf(details.toString()))
                .execute();
    }

    private static AuditEntry entry(Record row) {
        return new AuditEntry(
                row.get(AUDIT.AT),
                row.get(AUDIT.ACTOR),
                row.get(AUDIT.ACTION),
                Optional.ofNullable(row.get(AUDIT.PROVIDER)),
                Optional.ofNullable(row.get(AUDIT.SUBJECT)),
                parse(row.get(AUDIT.DETAILS).data()));
    }

    private static JsonNode parse(String details) {
        try {
            return JSON.readTree(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL holds JSON that is none", e);
        }
    }
}
