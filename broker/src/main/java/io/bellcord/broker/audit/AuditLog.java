package io.bellcord.broker.audit;

import static io.bellcord.broker.provider.schema.Tables.AUDIT;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

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

    /** The same, but what comes row by row, as an import does, is one entry with the number of its rows, the first and the last. */
    public List<AuditEntry> listInShort(Selection selection) {
        Condition which = AUDIT.AT
                .ge(selection.since())
                .and(selection.provider().map(AUDIT.PROVIDER::eq).orElse(noCondition()))
                .and(selection.action().map(AuditLog::isOfKind).orElse(noCondition()));
        return sql.resultQuery("""
                select max(at), actor, action, provider,
                       case count(*) when 1 then min(subject) end,
                       case count(*) when 1 then (array_agg(details))[1]
                         else jsonb_build_object('rows', count(*), 'first', (array_agg(subject order by id))[1],
                                                 'latest', (array_agg(subject order by id desc))[1]) end
                from (select *, sum(begins) over (order by id) as run
                      from (select *, case when action in ('credential added', 'user added')
                                            and lag(actor) over each = actor and lag(action) over each = action
                                            and lag(provider) over each = provider
                                            and at < lag(at) over each + interval '5 seconds' then 0 else 1 end as begins
                            from {0} where {1} window each as (order by id)) marked) runs
                group by run, actor, action, provider
                order by max(id) desc
                limit {2}
                """, AUDIT, which, val(selection.limit()))
                .coerce(AUDIT.AT, AUDIT.ACTOR, AUDIT.ACTION, AUDIT.PROVIDER, AUDIT.SUBJECT, AUDIT.DETAILS)
                .fetch(AuditLog::entry);
    }

    /** Adds what no trigger sees. */
    public void add(String action, Optional<String> provider, Optional<String> subject, JsonNode details) {
        add(sql, action, provider, subject, details);
    }

    /** The same as a part of a transaction. */
    public static void add(
            DSLContext transaction,
            String action,
            Optional<String> provider,
            Optional<String> subject,
            JsonNode details) {
        transaction
                .insertInto(AUDIT)
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
