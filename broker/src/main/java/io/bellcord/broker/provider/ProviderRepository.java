package io.bellcord.broker.provider;

import static io.bellcord.broker.provider.schema.Tables.PROVIDER;
import static io.bellcord.broker.provider.schema.Tables.PROVIDER_KEY;
import static java.util.stream.Collectors.joining;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.val;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The providers in PostgreSQL. What cannot be done is a {@link RefusedException} that says what can; any other
 * exception means that PostgreSQL did not answer.
 */
public final class ProviderRepository {
    private final DSLContext sql;
    private final AuthorityRepository authorities;
    private final RevocationRepository revocations;
    private final FleetRepository fleets;

    public ProviderRepository(Database database) {
        sql = Queries.on(database.dataSource());
        authorities = new AuthorityRepository(database);
        revocations = new RevocationRepository(database);
        fleets = new FleetRepository(database);
    }

    /**
     * All providers in the order of their ids, each with its keys, the newest first; without tracker credentials, of
     * which there may be very many: see {@link CredentialRepository}.
     */
    public List<Provider> list() {
        Map<String, List<ProviderKey>> keys = keys(DSL.noCondition());
        Map<ProviderId, ClientAuthorities> trusted = authorities.listAll();
        Map<ProviderId, Revocations> revoked = revocations.listAll();
        Map<ProviderId, Map<BusId, String>> named = fleets.listBusNames();
        return sql
                .selectFrom(PROVIDER)
                .orderBy(PROVIDER.ID)
                .fetch(row -> provider(row, keys.getOrDefault(row.get(PROVIDER.ID), List.of())))
                .stream()
                .map(one -> one.withAuthorities(trusted.getOrDefault(one.id(), ClientAuthorities.none()))
                        .withRevocations(revoked.getOrDefault(one.id(), Revocations.none()))
                        .withBusNames(named.getOrDefault(one.id(), Map.of())))
                .toList();
    }

    /** One, without its tracker credentials. */
    public Optional<Provider> find(ProviderId id) {
        Map<String, List<ProviderKey>> keys = keys(PROVIDER_KEY.PROVIDER_ID.eq(id.value()));
        return sql.selectFrom(PROVIDER)
                .where(PROVIDER.ID.eq(id.value()))
                .fetchOptional(row -> provider(row, keys.getOrDefault(id.value(), List.of())))
                .map(one -> one.withAuthorities(authorities.get(id))
                        .withRevocations(revocations.get(id))
                        .withBusNames(fleets.busNames(id)));
    }

    private Map<String, List<ProviderKey>> keys(Condition which) {
        return sql.selectFrom(PROVIDER_KEY)
                .where(which)
                .orderBy(PROVIDER_KEY.CREATED_AT.desc(), PROVIDER_KEY.KID)
                .fetchGroups(PROVIDER_KEY.PROVIDER_ID, ProviderRepository::key);
    }

    /** One that must be there, without its tracker credentials. */
    public Provider get(ProviderId id) {
        return find(id).orElseThrow(() -> unknownProvider(id));
    }

    /** Adds the provider and its keys, or nothing. */
    public void add(Provider provider) {
        provider.keys().forEach(key -> KeyMaterial.parse(key.algorithm(), key.material()));
        sql.transaction(transaction -> {
            int added = transaction
                    .dsl()
                    .insertInto(PROVIDER)
                    .set(PROVIDER.ID, provider.id().value())
                    .set(PROVIDER.NAME, provider.name())
                    .set(PROVIDER.ENABLED, provider.enabled())
                    .set(PROVIDER.PUBLIC_READ, provider.publicRead())
                    .set(PROVIDER.MIN_INTERVAL_MS, millis(provider.minInterval()))
                    .onConflictDoNothing()
                    .execute();
            if (added == 0) {
                throw exists("There is already a provider " + provider.id() + "; choose another id, or use that one");
            }
            provider.keys().forEach(key -> insert(transaction.dsl(), provider.id(), key));
        });
    }

    /** Of a disabled provider nobody connects, and who is connected is not for long. */
    public void setEnabled(ProviderId id, boolean enabled) {
        requireOne(
                id,
                sql.update(PROVIDER)
                        .set(PROVIDER.ENABLED, enabled)
                        .where(PROVIDER.ID.eq(id.value()))
                        .execute());
    }

    public void setPublicRead(ProviderId id, boolean publicRead) {
        requireOne(
                id,
                sql.update(PROVIDER)
                        .set(PROVIDER.PUBLIC_READ, publicRead)
                        .where(PROVIDER.ID.eq(id.value()))
                        .execute());
    }

    /** How seldom riders are told who come from now on and do not say; empty: as the broker's default is. */
    public void setMinInterval(ProviderId id, Optional<Duration> minInterval) {
        requireOne(
                id,
                sql.update(PROVIDER)
                        .set(PROVIDER.MIN_INTERVAL_MS, millis(minInterval))
                        .where(PROVIDER.ID.eq(id.value()))
                        .execute());
    }

    private static @Nullable Integer millis(Optional<Duration> interval) {
        return interval.map(Duration::toMillis).map(Math::toIntExact).orElse(null);
    }

    private void requireOne(ProviderId id, int changed) {
        if (changed == 0) {
            throw unknownProvider(id);
        }
    }

    /** Adds a key that is newer than the others: tokens are issued with it from now on. */
    public void addKey(ProviderId id, ProviderKey key) {
        KeyMaterial.parse(key.algorithm(), key.material());
        try {
            insert(sql, id, key);
        } catch (DataAccessException e) {
            throw UnknownProvider.isWhy(e) ? unknownProvider(id) : e;
        }
    }

    private static void insert(DSLContext sql, ProviderId id, ProviderKey key) {
        int added = sql.insertInto(PROVIDER_KEY)
                .set(PROVIDER_KEY.PROVIDER_ID, id.value())
                .set(PROVIDER_KEY.KID, key.kid())
                .set(PROVIDER_KEY.ALGORITHM, key.algorithm().code())
                .set(PROVIDER_KEY.KEY, key.material())
                .set(PROVIDER_KEY.NOT_BEFORE, key.notBefore().orElse(null))
                .set(PROVIDER_KEY.NOT_AFTER, key.notAfter().orElse(null))
                .onConflictDoNothing()
                .execute();
        if (added == 0) {
            throw exists("Provider " + id + " already has a key " + key.kid()
                    + "; choose another kid (one is never used again, so that its old tokens stay dead)");
        }
    }

    /** The key's tokens no longer count from then on. One that ended earlier stays ended. */
    public void retireKey(ProviderId id, String kid, Instant at) {
        int retired = sql.update(PROVIDER_KEY)
                .set(PROVIDER_KEY.NOT_AFTER, least(coalesce(PROVIDER_KEY.NOT_AFTER, val(at)), val(at)))
                .set(PROVIDER_KEY.OF_JWKS, false) // or reading the set again would bring it back
                .where(PROVIDER_KEY.PROVIDER_ID.eq(id.value()), PROVIDER_KEY.KID.eq(kid))
                .execute();
        if (retired == 0) {
            throw unknownKey(get(id), kid);
        }
    }

    private static ProviderKey key(Record row) {
        return new ProviderKey(
                row.get(PROVIDER_KEY.KID),
                KeyAlgorithm.find(row.get(PROVIDER_KEY.ALGORITHM)).orElseThrow(),
                row.get(PROVIDER_KEY.KEY),
                Optional.ofNullable(row.get(PROVIDER_KEY.NOT_BEFORE)),
                Optional.ofNullable(row.get(PROVIDER_KEY.NOT_AFTER)));
    }

    private static Provider provider(Record row, List<ProviderKey> keys) {
        return new Provider(
                        new ProviderId(row.get(PROVIDER.ID)),
                        row.get(PROVIDER.NAME),
                        row.get(PROVIDER.ENABLED),
                        row.get(PROVIDER.PUBLIC_READ),
                        keys)
                .withMinInterval(
                        Optional.ofNullable(row.get(PROVIDER.MIN_INTERVAL_MS)).map(Duration::ofMillis));
    }

    private static RefusedException exists(String message) {
        return new RefusedException(Reason.ALREADY_EXISTS, message);
    }

    private RefusedException unknownProvider(ProviderId id) {
        return UnknownProvider.among(sql, id);
    }

    private static RefusedException unknownKey(Provider provider, String kid) {
        String known = provider.keys().stream().map(ProviderKey::kid).collect(joining(", "));
        return new RefusedException(
                Reason.UNKNOWN_KEY,
                "Provider " + provider.id() + " has no key " + kid + "; "
                        + (known.isEmpty() ? "it has none at all" : "its keys are " + known));
    }
}
