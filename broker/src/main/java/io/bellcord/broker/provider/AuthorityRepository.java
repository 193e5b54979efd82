package io.bellcord.broker.provider;

import static io.bellcord.broker.provider.schema.Tables.PROVIDER_CA;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.tls.Certificates;
import io.bellcord.broker.transit.ProviderId;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers' certificate authorities in PostgreSQL. What cannot be done is a
 * {@link RefusedException} that says what can; any other exception means that PostgreSQL did not answer.
 */
public final class AuthorityRepository {
    private static final Logger log = LoggerFactory.getLogger(AuthorityRepository.class);

    private final DSLContext sql;

    public AuthorityRepository(Database database) {
        sql = Queries.on(database.dataSource());
    }

    /** Of each provider that has any. */
    Map<ProviderId, ClientAuthorities> listAll() {
        return read(DSL.noCondition());
    }

    private Map<ProviderId, ClientAuthorities> read(Condition which) {
        return sql
                .selectFrom(PROVIDER_CA)
                .where(which)
                .orderBy(PROVIDER_CA.CREATED_AT.desc(), PROVIDER_CA.FINGERPRINT)
                .fetchGroups(PROVIDER_CA.PROVIDER_ID, AuthorityRepository::authority)
                .entrySet()
                .stream()
                .collect(toUnmodifiableMap(
                        entry -> new ProviderId(entry.getKey()),
                        entry -> new ClientAuthorities(entry.getValue().stream()
                                .flatMap(Optional::stream)
                                .toList())));
    }

    /** One that was put there by other hands than ours may be unusable: it then vouches for nobody. */
    private static Optional<ClientAuthority> authority(Record row) {
        try {
            return Optional.of(ClientAuthority.parse(row.get(PROVIDER_CA.CERTIFICATE)));
        } catch (RefusedException e) {
            log.warn(
                    "A certificate authority is left out fingerprint={} provider={}; {}",
                    row.get(PROVIDER_CA.FINGERPRINT),
                    row.get(PROVIDER_CA.PROVIDER_ID),
                    e.getMessage());
            return Optional.empty();
        }
    }

    public ClientAuthorities get(ProviderId id) {
        return read(PROVIDER_CA.PROVIDER_ID.eq(id.value())).getOrDefault(id, ClientAuthorities.none());
    }

    /** Adds one beside those that the provider has. */
    public void add(ProviderId id, ClientAuthority authority) {
        try {
            int added = sql.insertInto(PROVIDER_CA)
                    .set(PROVIDER_CA.PROVIDER_ID, id.value())
                    .set(PROVIDER_CA.FINGERPRINT, authority.fingerprint())
                    .set(PROVIDER_CA.NAME, authority.name())
                    .set(PROVIDER_CA.CERTIFICATE, Certificates.pem(authority.certificate()))
                    .set(PROVIDER_CA.NOT_AFTER, authority.notAfter())
                    .onConflictDoNothing()
                    .execute();
            if (added == 0) {
                throw new RefusedException(
                        Reason.ALREADY_EXISTS,
                        "Authority " + authority.fingerprint()
                                + " is registered already, for this provider or another; "
                                + "one vouches for one provider only");
            }
        } catch (DataAccessException e) {
            throw UnknownProvider.isWhy(e) ? UnknownProvider.among(sql, id) : e;
        }
    }

    /** Its certificates no longer let anybody in. */
    public void remove(ProviderId id, String fingerprint) {
        int removed = sql.deleteFrom(PROVIDER_CA)
                .where(PROVIDER_CA.PROVIDER_ID.eq(id.value()), PROVIDER_CA.FINGERPRINT.eq(fingerprint))
                .execute();
        if (removed == 0) {
            String known =
                    get(id).list().stream().map(ClientAuthority::fingerprint).collect(joining(", "));
            throw new RefusedException(
                    Reason.UNKNOWN_KEY,
                    "Provider " + id + " has no authority " + fingerprint + "; "
                            + (known.isEmpty() ? "it has none at all" : "its authorities are " + known));
        }
    }
}
