package io.bellcord.broker.provider;

import static io.bellcord.broker.provider.schema.Tables.BUS;
import static io.bellcord.broker.provider.schema.Tables.PROVIDER;
import static io.bellcord.broker.provider.schema.Tables.TRACKER_CREDENTIAL;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableMap;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.val;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The tracker credentials in PostgreSQL, as hashes. What cannot be done is a {@link RefusedException} that says what
 * can; any other exception means that PostgreSQL did not answer.
 */
public final class CredentialRepository {
    /** At a time, of one bus: the one that is in use, and the one that is to replace it. */
    public static final int MOST_PER_BUS = 2;

    private static final int ROWS_AT_ONCE = 1_000;
    private static final int ID_DIGITS = 12;

    private final DSLContext sql;

    /**
     * A credential as operators see it.
     *
     * @param id the first digits of its hash
     */
    public record Listed(String id, TrackerCredential credential, Instant createdAt) {}

    /** A credential to be added, and what may be told of its bus on the occasion. */
    public record New(TrackerCredential credential, Optional<String> busName, Optional<RouteId> route) {}

    public CredentialRepository(Database database) {
        sql = Queries.on(database.dataSource());
    }

    Map<ProviderId, Credentials> listAll() {
        Map<String, List<TrackerCredential>> byProvider = new HashMap<>();
        try (var rows = sql.select(
                        TRACKER_CREDENTIAL.PROVIDER_ID,
                        TRACKER_CREDENTIAL.HASH,
                        TRACKER_CREDENTIAL.BUS_ID,
                        TRACKER_CREDENTIAL.NOT_AFTER)
                .from(TRACKER_CREDENTIAL)
                .fetchLazy()) {
            rows.forEach(row -> byProvider
                    .computeIfAbsent(row.get(TRACKER_CREDENTIAL.PROVIDER_ID), _ -> new ArrayList<>())
                    .add(credential(row)));
        }
        return byProvider.entrySet().stream()
                .collect(toUnmodifiableMap(
                        entry -> new ProviderId(entry.getKey()), entry -> Credentials.of(entry.getValue())));
    }

    Collection<TrackerCredential> listSome(ProviderId provider, Set<CredentialHash> hashes) {
        String[] texts = hashes.stream().map(CredentialHash::toString).toArray(String[]::new);
        return sql.select(TRACKER_CREDENTIAL.HASH, TRACKER_CREDENTIAL.BUS_ID, TRACKER_CREDENTIAL.NOT_AFTER)
                .from(TRACKER_CREDENTIAL)
                .where(of(provider), TRACKER_CREDENTIAL.HASH.eq(DSL.any(texts)))
                .fetch(CredentialRepository::credential);
    }

    private static TrackerCredential credential(Record row) {
        return new TrackerCredential(
                CredentialHash.parse(row.get(TRACKER_CREDENTIAL.HASH)),
                new BusId(row.get(TRACKER_CREDENTIAL.BUS_ID)),
                Optional.ofNullable(row.get(TRACKER_CREDENTIAL.NOT_AFTER)));
    }

    /** In the order of their buses, the newest first; ended ones too. */
    public List<Listed> list(ProviderId provider, Optional<BusId> bus) {
        return sql.selectFrom(TRACKER_CREDENTIAL)
                .where(
                        of(provider),
                        bus.map(one -> TRACKER_CREDENTIAL.BUS_ID.eq(one.value()))
                                .orElse(DSL.noCondition()))
                .orderBy(TRACKER_CREDENTIAL.BUS_ID, TRACKER_CREDENTIAL.CREATED_AT.desc())
                .fetch(row -> new Listed(
                        row.get(TRACKER_CREDENTIAL.HASH).substring(0, ID_DIGITS),
                        credential(row),
                        row.get(TRACKER_CREDENTIAL.CREATED_AT)));
    }

    /** When it was made. */
    public Optional<Instant> findCreation(ProviderId provider, CredentialHash hash) {
        return sql.select(TRACKER_CREDENTIAL.CREATED_AT)
                .from(TRACKER_CREDENTIAL)
                .where(of(provider), TRACKER_CREDENTIAL.HASH.eq(hash.toString()))
                .fetchOptional(TRACKER_CREDENTIAL.CREATED_AT);
    }

    /** How many of each provider count now; a provider without any is not in it. */
    public Map<ProviderId, Integer> countActive(Instant now) {
        return sql
                .select(TRACKER_CREDENTIAL.PROVIDER_ID, count())
                .from(TRACKER_CREDENTIAL)
                .where(isActive(now))
                .groupBy(TRACKER_CREDENTIAL.PROVIDER_ID)
                .fetch()
                .stream()
                .collect(toUnmodifiableMap(row -> new ProviderId(row.value1()), row -> row.value2()));
    }

    /**
     * Adds a credential.
     *
     * @param replace ends those that the bus has, instead of refusing one too many
     */
    public void add(ProviderId provider, TrackerCredential credential, boolean replace, Instant now) {
        sql.transaction(transaction -> {
            DSLContext dsl = transaction.dsl();
            lock(dsl, provider);
            if (replace) {
                end(dsl, provider, TRACKER_CREDENTIAL.BUS_ID.eq(credential.bus().value()), now);
            } else if (countOfBuses(dsl, provider, List.of(credential.bus()), now)
                            .getOrDefault(credential.bus(), 0)
                    >= MOST_PER_BUS) {
                throw new RefusedException(Reason.TOO_MANY_CREDENTIALS, tooMany(provider, credential.bus()));
            }
            insert(dsl, provider, List.of(credential));
        });
    }

    private static String tooMany(ProviderId provider, BusId bus) {
        return "Bus " + bus + " of provider " + provider + " already has " + MOST_PER_BUS
                + " valid credentials; revoke one (admin tracker revoke), or replace them with --replace";
    }

    /**
     * Adds all that can be added, or nothing.
     *
     * @param progress told how many are done, now and then
     * @param beforeTheyCount called with those that have been added, before anybody sees them; if it throws, none are
     * @return those that were not added, since their bus has two already
     */
    public List<New> addAll(
            ProviderId provider,
            List<New> all,
            Instant now,
            IntConsumer progress,
            java.util.function.Consumer<List<New>> beforeTheyCount) {
        return sql.transactionResult(transaction -> {
            DSLContext dsl = transaction.dsl();
            lock(dsl, provider);
            List<New> refused = new ArrayList<>();
            List<New> added = new ArrayList<>();
            for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
                List<New> some = all.subList(from, Math.min(all.size(), from + ROWS_AT_ONCE));
                List<New> kept = withRoom(dsl, provider, some, now, refused);
                upsertBuses(dsl, provider, kept);
                insert(dsl, provider, kept.stream().map(New::credential).toList());
                added.addAll(kept);
                progress.accept(from + some.size());
            }
            beforeTheyCount.accept(added);
            return refused;
        });
    }

    private static List<New> withRoom(
            DSLContext dsl, ProviderId provider, List<New> some, Instant now, List<New> refused) {
        List<BusId> buses = some.stream().map(one -> one.credential().bus()).toList();
        Map<BusId, Integer> there = new HashMap<>(countOfBuses(dsl, provider, buses, now));
        List<New> kept = new ArrayList<>();
        for (New one : some) {
            boolean hasRoom = there.merge(one.credential().bus(), 1, Integer::sum) <= MOST_PER_BUS;
            (hasRoom ? kept : refused).add(one);
        }
        return kept;
    }

    /** The provider's row is locked, so that of two operators at once only one adds the second credential. */
    private static void lock(DSLContext dsl, ProviderId provider) {
        boolean isThere = dsl.select(PROVIDER.ID)
                .from(PROVIDER)
                .where(PROVIDER.ID.eq(provider.value()))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
        if (!isThere) {
            throw UnknownProvider.among(dsl, provider);
        }
    }

    private static Map<BusId, Integer> countOfBuses(
            DSLContext dsl, ProviderId provider, List<BusId> buses, Instant now) {
        String[] ids = buses.stream().map(BusId::value).toArray(String[]::new);
        return dsl
                .select(TRACKER_CREDENTIAL.BUS_ID, count())
                .from(TRACKER_CREDENTIAL)
                .where(of(provider), TRACKER_CREDENTIAL.BUS_ID.eq(DSL.any(ids)), isActive(now))
                .groupBy(TRACKER_CREDENTIAL.BUS_ID)
                .fetch()
                .stream()
                .collect(toMap(row -> new BusId(row.value1()), row -> row.value2()));
    }

    private static void insert(DSLContext dsl, ProviderId provider, List<TrackerCredential> credentials) {
        if (!credentials.isEmpty()) {
            dsl.insertInto(
                            TRACKER_CREDENTIAL,
                            TRACKER_CREDENTIAL.PROVIDER_ID,
                            TRACKER_CREDENTIAL.HASH,
                            TRACKER_CREDENTIAL.BUS_ID,
                            TRACKER_CREDENTIAL.NOT_AFTER)
                    .valuesOfRows(credentials.stream()
                            .map(one -> row(
                                    provider.value(),
                                    one.hash().toString(),
                                    one.bus().value(),
                                    one.notAfter().orElse(null)))
                            .toList())
                    .execute();
        }
    }

    /** What is not told of a bus stays as it was. */
    private static void upsertBuses(DSLContext dsl, ProviderId provider, List<New> all) {
        Map<BusId, New> told = new HashMap<>();
        all.stream()
                .filter(one -> one.busName().isPresent() || one.route().isPresent())
                .forEach(one -> told.put(one.credential().bus(), one));
        if (!told.isEmpty()) {
            dsl.insertInto(BUS, BUS.PROVIDER_ID, BUS.ID, BUS.NAME, BUS.ROUTE_ID)
                    .valuesOfRows(told.entrySet().stream()
                            .map(entry -> row(
                                    provider.value(),
                                    entry.getKey().value(),
                                    entry.getValue().busName().orElse(null),
                                    entry.getValue().route().map(RouteId::value).orElse(null)))
                            .toList())
                    .onConflict(BUS.PROVIDER_ID, BUS.ID)
                    .doUpdate()
                    .set(BUS.NAME, coalesce(excluded(BUS.NAME), BUS.NAME))
                    .set(BUS.ROUTE_ID, coalesce(excluded(BUS.ROUTE_ID), BUS.ROUTE_ID))
                    .execute();
        }
    }

    /**
     * Ends the credentials of a bus, or the one with this id; returns how many.
     *
     * @throws RefusedException if there is none to end
     */
    public int revoke(ProviderId provider, BusId bus, Optional<String> id, Instant at) {
        Condition which = TRACKER_CREDENTIAL
                .BUS_ID
                .eq(bus.value())
                .and(id.map(start -> TRACKER_CREDENTIAL.HASH.startsWith(start)).orElse(DSL.noCondition()));
        int ended = end(sql, provider, which, at);
        if (ended == 0) {
            throw new RefusedException(
                    Reason.UNKNOWN_CREDENTIAL,
                    "Bus " + bus + " of provider " + provider + " has no valid credential"
                            + id.map(one -> " " + one).orElse("") + "; see: admin tracker list --provider " + provider);
        }
        return ended;
    }

    private static int end(DSLContext dsl, ProviderId provider, Condition which, Instant at) {
        return dsl.update(TRACKER_CREDENTIAL)
                .set(TRACKER_CREDENTIAL.NOT_AFTER, least(coalesce(TRACKER_CREDENTIAL.NOT_AFTER, val(at)), val(at)))
                .where(of(provider), which, isActive(at))
                .execute();
    }

    /** Deletes those that ended before then. */
    public int purge(Instant endedBefore) {
        return sql.deleteFrom(TRACKER_CREDENTIAL)
                .where(TRACKER_CREDENTIAL.NOT_AFTER.lt(endedBefore))
                .execute();
    }

    private static Condition of(ProviderId provider) {
        return TRACKER_CREDENTIAL.PROVIDER_ID.eq(provider.value());
    }

    private static Condition isActive(Instant now) {
        return TRACKER_CREDENTIAL.NOT_AFTER.isNull().or(TRACKER_CREDENTIAL.NOT_AFTER.gt(now));
    }
}
