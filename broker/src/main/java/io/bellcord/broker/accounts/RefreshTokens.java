package io.bellcord.broker.accounts;

import static io.bellcord.broker.provider.schema.Tables.APP_USER;
import static io.bellcord.broker.provider.schema.Tables.REFRESH_TOKEN;
import static io.bellcord.broker.provider.schema.Tables.REVOCATION;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.val;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.Queries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * The refresh tokens in PostgreSQL, by their ids. Each is used once, and its successor carries on its family; one that
 * comes again was stolen from somebody, so nobody of its family goes on. Decided in one transaction, whichever nodes
 * are asked at the same time.
 */
final class RefreshTokens {
    private final DSLContext sql;
    private final Clock clock;
    private final Duration accessLifetime;

    /** @param accessLifetime of the access tokens that are issued with them */
    RefreshTokens(Database database, Clock clock, Duration accessLifetime) {
        this.sql = Queries.on(database.dataSource());
        this.clock = clock;
        this.accessLifetime = accessLifetime;
    }

    /** What became of a refresh token that was presented. */
    enum Use {
        GOOD,
        /** A second time: the family is revoked. */
        AGAIN,
        /** It is not known any more, or its user has changed. */
        GONE
    }

    /** Begins a family. False if the user has changed since it was read: then nobody is to be logged in. */
    boolean begin(User user, Tokens tokens) {
        return sql.transactionResult(transaction -> {
            boolean unchanged = isUnchanged(transaction.dsl(), user);
            if (unchanged) {
                insert(transaction.dsl(), user, tokens.refresh().id(), tokens);
            }
            return unchanged;
        });
    }

    /** Uses one up for the next ones. */
    Use use(String id, User user, Tokens next) {
        return sql.transactionResult(transaction -> {
            // The user's row first, as in every change of a user: two orders could wait for each other.
            if (!isUnchanged(transaction.dsl(), user)) {
                return Use.GONE;
            }
            Optional<String> family = useUp(transaction.dsl(), id, user);
            family.ifPresent(found -> insert(transaction.dsl(), user, found, next));
            return family.isPresent() ? Use.GOOD : notGood(transaction.dsl(), id, user);
        });
    }

    /** Holds the user's row until the transaction ends: two that revoke one family at once would wait for each other. */
    private static boolean isUnchanged(DSLContext transaction, User user) {
        return transaction
                .selectOne()
                .from(APP_USER)
                .where(
                        APP_USER.ID.eq(user.id()),
                        APP_USER.PASSWORD_HASH.eq(user.passwordHash()),
                        APP_USER.ENABLED.isTrue())
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
    }

    /** Of two at the same time the second waits for the first, and then finds it used. */
    private Optional<String> useUp(DSLContext transaction, String id, User user) {
        return transaction
                .update(REFRESH_TOKEN)
                .set(REFRESH_TOKEN.USED_AT, clock.instant())
                .where(REFRESH_TOKEN.ID.eq(id), REFRESH_TOKEN.USER_ID.eq(user.id()), REFRESH_TOKEN.USED_AT.isNull())
                .returningResult(REFRESH_TOKEN.FAMILY)
                .fetchOptional(REFRESH_TOKEN.FAMILY);
    }

    private Use notGood(DSLContext transaction, String id, User user) {
        Optional<String> family = transaction
                .select(REFRESH_TOKEN.FAMILY)
                .from(REFRESH_TOKEN)
                .where(REFRESH_TOKEN.ID.eq(id), REFRESH_TOKEN.USER_ID.eq(user.id()))
                .fetchOptional(REFRESH_TOKEN.FAMILY);
        family.ifPresent(found -> revoke(transaction, found, user));
        return family.isPresent() ? Use.AGAIN : Use.GONE;
    }

    /** Ends the access tokens of the family too, where they have not ended by themselves. */
    private void revoke(DSLContext transaction, String family, User user) {
        Instant now = clock.instant();
        transaction
                .insertInto(
                        REVOCATION,
                        REVOCATION.PROVIDER_ID,
                        REVOCATION.KIND,
                        REVOCATION.VALUE,
                        REVOCATION.REVOKED_AT,
                        REVOCATION.EXPIRES_AT)
                .select(selectDistinct(
                                val(user.provider().value()),
                                val("token"),
                                REFRESH_TOKEN.ACCESS_ID,
                                val(now),
                                val(now.plus(accessLifetime)))
                        .from(REFRESH_TOKEN)
                        .where(
                                REFRESH_TOKEN.FAMILY.eq(family),
                                REFRESH_TOKEN.ACCESS_ID.isNotNull(),
                                REFRESH_TOKEN.CREATED_AT.gt(now.minus(accessLifetime))))
                .onConflictDoNothing()
                .execute();
        int ended = transaction
                .deleteFrom(REFRESH_TOKEN)
                .where(REFRESH_TOKEN.FAMILY.eq(family))
                .execute();
        AuditLog.add(
                transaction,
                "refresh token reused",
                Optional.of(user.provider().value()),
                Optional.of(user.id()),
                JsonNodeFactory.instance.objectNode().put("ended", ended));
    }

    private void insert(DSLContext transaction, User user, String family, Tokens tokens) {
        transaction
                .insertInto(REFRESH_TOKEN)
                .set(REFRESH_TOKEN.ID, tokens.refresh().id())
                .set(REFRESH_TOKEN.FAMILY, family)
                .set(REFRESH_TOKEN.USER_ID, user.id())
                .set(REFRESH_TOKEN.ACCESS_ID, tokens.access().id())
                .set(REFRESH_TOKEN.EXPIRES_AT, tokens.refresh().expiresAt())
                .set(REFRESH_TOKEN.CREATED_AT, clock.instant())
                .execute();
    }

    /** Deletes those that have expired. */
    void purge() {
        sql.deleteFrom(REFRESH_TOKEN)
                .where(REFRESH_TOKEN.EXPIRES_AT.lt(clock.instant()))
                .execute();
    }
}
