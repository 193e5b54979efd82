package io.bellcord.broker.provider;

import static io.bellcord.broker.provider.schema.Tables.REVOCATION;
import static java.util.stream.Collectors.toUnmodifiableMap;
import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.Revocations.Kind;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** The revocations in PostgreSQL; every node follows within a second. */
public final class RevocationRepository {
    private final DSLContext sql;

    public RevocationRepository(Database database) {
        sql = Queries.on(database.dataSource());
    }

    /**
     * Takes what is named out of use, by PostgreSQL's clock; doing so again is no fault.
     *
     * @param value a token's {@code jti}, a {@code sub}, or a certificate's fingerprint
     * @param kept after which it has expired in any case, and the row can go
     * @return of a subject: tokens issued before it no longer count, {@link Revocations#CLOCKS_DIFFER} from now
     * @throws RefusedException if there is no such provider
     */
    public Instant revoke(ProviderId provider, Kind kind, String value, Duration kept) {
        Instant now = now(sql);
        Instant at = kind == Kind.SUBJECT ? now.plus(Revocations.CLOCKS_DIFFER) : now;
        try {
            sql.insertInto(REVOCATION)
                    .set(REVOCATION.PROVIDER_ID, provider.value())
                    .set(REVOCATION.KIND, code(kind))
                    .set(REVOCATION.VALUE, value)
                    .set(REVOCATION.REVOKED_AT, at)
                    .set(REVOCATION.EXPIRES_AT, now.plus(kept))
                    .onConflict(REVOCATION.PROVIDER_ID, REVOCATION.KIND, REVOCATION.VALUE)
                    .doUpdate()
                    .set(REVOCATION.REVOKED_AT, greatest(REVOCATION.REVOKED_AT, excluded(REVOCATION.REVOKED_AT)))
                    .set(REVOCATION.EXPIRES_AT, greatest(REVOCATION.EXPIRES_AT, excluded(REVOCATION.EXPIRES_AT)))
                    .execute();
            return at;
        } catch (DataAccessException e) {
            throw UnknownProvider.isWhy(e) ? UnknownProvider.among(sql, provider) : e;
        }
    }

    /** The one clock that all who revoke share: that of the machine an admin command runs on may be wrong. */
    public static Instant now(DSLContext sql) {
        return sql.select(currentInstant()).fetchSingle().value1();
    }

    Map<ProviderId, Revocations> listAll() {
        return read(DSL.noCondition());
    }

    Revocations get(ProviderId provider) {
        return read(REVOCATION.PROVIDER_ID.eq(provider.value())).getOrDefault(provider, Revocations.none());
    }

    private Map<ProviderId, Revocations> read(Condition which) {
        return sql.selectFrom(REVOCATION).where(which).fetchGroups(REVOCATION.PROVIDER_ID).entrySet().stream()
                .collect(toUnmodifiableMap(
                        entry -> new ProviderId(entry.getKey()), entry -> revocations(List.copyOf(entry.getValue()))));
    }

    private static Revocations revocations(List<Record> rows) {
        Map<Kind, Map<String, Instant>> byKind = rows.stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        row -> Kind.valueOf(row.get(REVOCATION.KIND).toUpperCase(Locale.ROOT)),
                        toUnmodifiableMap(row -> row.get(REVOCATION.VALUE), row -> row.get(REVOCATION.REVOKED_AT))));
        return new Revocations(
                byKind.getOrDefault(Kind.TOKEN, Map.of()).keySet(),
                byKind.getOrDefault(Kind.SUBJECT, Map.of()),
                byKind.getOrDefault(Kind.CERTIFICATE, Map.of()).keySet());
    }

    /** Deletes the rows whose tokens have expired by now. */
    public int purge(Instant now) {
        return sql.deleteFrom(REVOCATION).where(REVOCATION.EXPIRES_AT.le(now)).execute();
    }

    private static String code(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
