package io.bellcord.broker.provider;

import static io.bellcord.broker.provider.schema.Tables.PROVIDER_JWKS;
import static io.bellcord.broker.provider.schema.Tables.PROVIDER_KEY;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;

/** Where providers publish their keys, and those of them that came from there, in PostgreSQL. */
public final class JwksRepository {
    private final DSLContext sql;

    /**
     * Where a provider publishes its keys.
     *
     * @param readAt the last time that went well
     * @param failingSince empty while all is well
     */
    public record Source(
            ProviderId provider,
            String url,
            Optional<Instant> readAt,
            Optional<Instant> failingSince,
            Optional<String> problem) {}

    /**
     * What a set came to.
     *
     * @param added kids that are new
     * @param ending kids that the set no longer has, and that end when their grace is over
     * @param kept kids that we have otherwise: retired by an operator, or with another key; they stay as they are
     */
    public record Imported(List<String> added, List<String> ending, List<String> kept) {}

    public JwksRepository(Database database) {
        sql = Queries.on(database.dataSource());
    }

    public List<Source> list() {
        return sql.selectFrom(PROVIDER_JWKS).orderBy(PROVIDER_JWKS.PROVIDER_ID).fetch(JwksRepository::source);
    }

    public Optional<Source> find(ProviderId provider) {
        return sql.selectFrom(PROVIDER_JWKS)
                .where(PROVIDER_JWKS.PROVIDER_ID.eq(provider.value()))
                .fetchOptional(JwksRepository::source);
    }

    /** One that is due, which nobody else gets until {@code next}. */
    public Optional<Source> takeDue(Instant now, Instant next) {
        return sql.update(PROVIDER_JWKS)
                .set(PROVIDER_JWKS.READ_NEXT, next)
                .where(PROVIDER_JWKS.PROVIDER_ID.eq(select(PROVIDER_JWKS.PROVIDER_ID)
                        .from(PROVIDER_JWKS)
                        .where(PROVIDER_JWKS.READ_NEXT.le(now))
                        .orderBy(PROVIDER_JWKS.READ_NEXT)
                        .limit(1)
                        .forUpdate()
                        .skipLocked()))
                .returning()
                .fetchOptional(JwksRepository::source);
    }

    private static Source source(Record row) {
        return new Source(
                new ProviderId(row.get(PROVIDER_JWKS.PROVIDER_ID)),
                row.get(PROVIDER_JWKS.URL),
                Optional.ofNullable(row.get(PROVIDER_JWKS.READ_AT)),
                Optional.ofNullable(row.get(PROVIDER_JWKS.FAILING_SINCE)),
                Optional.ofNullable(row.get(PROVIDER_JWKS.PROBLEM)));
    }

    /** Remembers the address, in place of another one, and that it was read just now. */
    public void remember(ProviderId provider, String url, Instant now) {
        try {
            sql.insertInto(PROVIDER_JWKS)
                    .set(PROVIDER_JWKS.PROVIDER_ID, provider.value())
                    .set(PROVIDER_JWKS.URL, url)
                    .set(PROVIDER_JWKS.READ_AT, now)
                    .onConflict(PROVIDER_JWKS.PROVIDER_ID)
                    .doUpdate()
                    .set(PROVIDER_JWKS.URL, url)
                    .set(PROVIDER_JWKS.READ_AT, now)
                    .setNull(PROVIDER_JWKS.FAILING_SINCE)
                    .setNull(PROVIDER_JWKS.PROBLEM)
                    .execute();
        } catch (DataAccessException e) {
            throw UnknownProvider.isWhy(e) ? UnknownProvider.among(sql, provider) : e;
        }
    }

    /** The address is no longer read; the keys that came from there stay as they are. */
    public boolean forget(ProviderId provider) {
        return sql.deleteFrom(PROVIDER_JWKS)
                        .where(PROVIDER_JWKS.PROVIDER_ID.eq(provider.value()))
                        .execute()
                > 0;
    }

    /** Takes over what was read from there, unless meanwhile it is another address. */
    public void readWell(ProviderId provider, String url, List<ProviderKey> keys, Instant now, Instant graceEnd) {
        int same = sql.update(PROVIDER_JWKS)
                .set(PROVIDER_JWKS.READ_AT, now)
                .setNull(PROVIDER_JWKS.FAILING_SINCE)
                .setNull(PROVIDER_JWKS.PROBLEM)
                .where(PROVIDER_JWKS.PROVIDER_ID.eq(provider.value()), PROVIDER_JWKS.URL.eq(url))
                .execute();
        if (same > 0) {
            importKeys(provider, keys, graceEnd);
        }
    }

    public void failed(ProviderId provider, String url, String problem, Instant now) {
        sql.update(PROVIDER_JWKS)
                .set(PROVIDER_JWKS.FAILING_SINCE, coalesce(PROVIDER_JWKS.FAILING_SINCE, val(now)))
                .set(PROVIDER_JWKS.PROBLEM, problem)
                .where(PROVIDER_JWKS.PROVIDER_ID.eq(provider.value()), PROVIDER_JWKS.URL.eq(url))
                .execute();
    }

    /** Makes the set the provider's: new keys come, those that are gone end when their grace does. */
    public Imported importKeys(ProviderId provider, List<ProviderKey> keys, Instant graceEnd) {
        try {
            return sql.transactionResult(transaction -> {
                Imported imported = new Imported(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
                keys.forEach(key -> take(transaction.dsl(), provider, key, imported));
                imported.ending.addAll(endOthers(transaction.dsl(), provider, keys, graceEnd));
                return imported;
            });
        } catch (DataAccessException e) {
            throw UnknownProvider.isWhy(e) ? UnknownProvider.among(sql, provider) : e;
        }
    }

    private static void take(DSLContext dsl, ProviderId provider, ProviderKey key, Imported imported) {
        Optional<? extends Record> there = dsl.selectFrom(PROVIDER_KEY)
                .where(PROVIDER_KEY.PROVIDER_ID.eq(provider.value()), PROVIDER_KEY.KID.eq(key.kid()))
                .fetchOptional();
        if (there.isEmpty()) {
            dsl.insertInto(PROVIDER_KEY)
                    .set(PROVIDER_KEY.PROVIDER_ID, provider.value())
                    .set(PROVIDER_KEY.KID, key.kid())
                    .set(PROVIDER_KEY.ALGORITHM, key.algorithm().code())
                    .set(PROVIDER_KEY.KEY, key.material())
                    .set(PROVIDER_KEY.OF_JWKS, true)
                    .onConflictDoNothing() // another node was quicker
                    .execute();
            imported.added.add(key.kid());
        } else if (!isSame(there.get(), key)) {
            imported.kept.add(key.kid());
        } else if (there.get().get(PROVIDER_KEY.NOT_AFTER) != null) {
            dsl.update(PROVIDER_KEY) // it is back
                    .setNull(PROVIDER_KEY.NOT_AFTER)
                    .where(PROVIDER_KEY.PROVIDER_ID.eq(provider.value()), PROVIDER_KEY.KID.eq(key.kid()))
                    .execute();
        }
    }

    private static boolean isSame(Record there, ProviderKey key) {
        return there.get(PROVIDER_KEY.OF_JWKS)
                && there.get(PROVIDER_KEY.ALGORITHM).equals(key.algorithm().code())
                && there.get(PROVIDER_KEY.KEY).equals(key.material());
    }

    private static List<String> endOthers(
            DSLContext dsl, ProviderId provider, List<ProviderKey> keys, Instant graceEnd) {
        return dsl.update(PROVIDER_KEY)
                .set(PROVIDER_KEY.NOT_AFTER, least(coalesce(PROVIDER_KEY.NOT_AFTER, val(graceEnd)), val(graceEnd)))
                .where(
                        PROVIDER_KEY.PROVIDER_ID.eq(provider.value()),
                        PROVIDER_KEY.OF_JWKS.isTrue(),
                        PROVIDER_KEY.NOT_AFTER.isNull(),
                        PROVIDER_KEY.KID.notIn(
                                keys.stream().map(ProviderKey::kid).toList()))
                .returningResult(PROVIDER_KEY.KID)
                .fetch(PROVIDER_KEY.KID);
    }
}
