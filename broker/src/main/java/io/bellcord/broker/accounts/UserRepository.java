package io.bellcord.broker.accounts;

import static io.bellcord.broker.provider.schema.Tables.APP_USER;
import static io.bellcord.broker.provider.schema.Tables.REFRESH_TOKEN;
import static io.bellcord.broker.provider.schema.Tables.REVOCATION;
import static org.jooq.impl.DSL.noCondition;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.Queries;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.provider.RevocationRepository;
import io.bellcord.broker.provider.Revocations;
import io.bellcord.broker.provider.UnknownProvider;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;

/**
 * The users in PostgreSQL. What cannot be done is a {@link RefusedException} that says what can; any other exception
 * means that PostgreSQL did not answer.
 */
public final class UserRepository {
    /** As long as any token is valid that was issued for the user, by a login or by an operator. */
    private static final Duration LONGEST_TOKEN = Duration.ofDays(3650);

    private final DSLContext sql;

    public UserRepository(Database database) {
        this.sql = Queries.on(database.dataSource());
    }

    public Optional<User> find(String id) {
        return sql.selectFrom(APP_USER).where(APP_USER.ID.eq(id)).fetchOptional(UserRepository::user);
    }

    /** In the order of their ids; of all providers if none is named. */
    public List<User> list(Optional<ProviderId> provider) {
        return sql.selectFrom(APP_USER)
                .where(provider.map(id -> APP_USER.PROVIDER_ID.eq(id.value())).orElse(noCondition()))
                .orderBy(APP_USER.ID)
                .fetch(UserRepository::user);
    }

    public void add(User user) {
        try {
            insert(user);
        } catch (DataAccessException e) {
            throw UnknownProvider.isWhy(e) ? UnknownProvider.among(sql, user.provider()) : e;
        }
    }

    private void insert(User user) {
        int added = sql.insertInto(APP_USER)
                .set(APP_USER.ID, user.id())
                .set(APP_USER.PROVIDER_ID, user.provider().value())
                .set(APP_USER.PASSWORD_HASH, user.passwordHash())
                .set(APP_USER.ROLE, user.role().code())
                .set(APP_USER.ENABLED, user.enabled())
                .onConflictDoNothing()
                .execute();
        if (added == 0) {
            throw new RefusedException(
                    Reason.ALREADY_EXISTS,
                    "There is already a user " + user.id() + "; ids are shared by all providers: choose another");
        }
    }

    /** From now on only the new password counts; what the old one opened is closed. */
    public void setPassword(String id, String hash) {
        change(
                id,
                transaction -> transaction
                        .update(APP_USER)
                        .set(APP_USER.PASSWORD_HASH, hash)
                        .where(APP_USER.ID.eq(id))
                        .returning()
                        .fetchOptional(UserRepository::user));
    }

    /** Who is disabled cannot log in, and is logged out. */
    public void setEnabled(String id, boolean enabled) {
        change(
                id,
                transaction -> transaction
                        .update(APP_USER)
                        .set(APP_USER.ENABLED, enabled)
                        .where(APP_USER.ID.eq(id))
                        .returning()
                        .fetchOptional(UserRepository::user));
    }

    public void remove(String id) {
        change(
                id,
                transaction -> transaction
                        .deleteFrom(APP_USER)
                        .where(APP_USER.ID.eq(id))
                        .returning()
                        .fetchOptional(UserRepository::user));
    }

    private void change(String id, Function<DSLContext, Optional<User>> change) {
        sql.transaction(transaction -> {
            User changed = change.apply(transaction.dsl())
                    .orElseThrow(() -> new RefusedException(
                            Reason.UNKNOWN_USER, "There is no user " + id + "; see \"admin user list\""));
            logOut(transaction.dsl(), changed);
        });
    }

    /** Ends refresh tokens and access tokens: a change of rights that waits for a token's end is none. */
    private void logOut(DSLContext transaction, User user) {
        Instant now = RevocationRepository.now(transaction);
        Instant issuedBefore = now.plus(Revocations.CLOCKS_DIFFER);
        transaction
                .deleteFrom(REFRESH_TOKEN)
                .where(REFRESH_TOKEN.USER_ID.eq(user.id()))
                .execute();
        transaction
                .insertInto(REVOCATION)
                .set(REVOCATION.PROVIDER_ID, user.provider().value())
                .set(REVOCATION.KIND, "subject")
                .set(REVOCATION.VALUE, user.id())
                .set(REVOCATION.REVOKED_AT, issuedBefore)
                .set(REVOCATION.EXPIRES_AT, now.plus(LONGEST_TOKEN))
                .onDuplicateKeyUpdate()
                .set(REVOCATION.REVOKED_AT, issuedBefore)
                .set(REVOCATION.EXPIRES_AT, now.plus(LONGEST_TOKEN))
                .execute();
    }

    private static User user(Record row) {
        return new User(
                row.get(APP_USER.ID),
                new ProviderId(row.get(APP_USER.PROVIDER_ID)),
                Role.find(row.get(APP_USER.ROLE)).orElseThrow(),
                row.get(APP_USER.PASSWORD_HASH),
                row.get(APP_USER.ENABLED));
    }
}
