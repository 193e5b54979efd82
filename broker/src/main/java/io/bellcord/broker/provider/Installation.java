package io.bellcord.broker.provider;

import static io.bellcord.broker.provider.schema.Tables.INSTALLATION;

import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.RefusedException.Reason;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What all nodes over one PostgreSQL share. */
public final class Installation {
    private static final String SETTING = "bellcord.credentials.key";

    private Installation() {}

    /**
     * The key of the tracker credentials: the one that is set, else the one in PostgreSQL, where the first to ask puts
     * a random one.
     *
     * @param set the setting, in base64; empty where there is none
     * @throws RefusedException if it is not the key that the credentials were made with
     */
    public static CredentialKey credentialKey(Database database, String set) {
        DSLContext sql = Queries.on(database.dataSource());
        Optional<CredentialKey> given = set.isEmpty() ? Optional.empty() : Optional.of(CredentialKey.parse(set));
        CredentialKey first = given.orElseGet(CredentialKey::random);
        sql.insertInto(INSTALLATION)
                .set(INSTALLATION.ID, true)
                .set(INSTALLATION.CREDENTIAL_KEY, given.isPresent() ? null : first.text())
                .set(INSTALLATION.CREDENTIAL_KEY_CHECK, first.check())
                .onConflictDoNothing()
                .execute();
        Record kept = sql.selectFrom(INSTALLATION).fetchSingle();
        CredentialKey key = given.or(() -> Optional.ofNullable(kept.get(INSTALLATION.CREDENTIAL_KEY))
                        .map(CredentialKey::parse))
                .orElseThrow(() -> wrongKey("is not set, but the tracker credentials were made with one"));
        if (!key.check().equals(kept.get(INSTALLATION.CREDENTIAL_KEY_CHECK))) {
            throw wrongKey("is not the key that the tracker credentials were made with");
        }
        return key;
    }

    private static RefusedException wrongKey(String fault) {
        return new RefusedException(
                Reason.WRONG_CREDENTIAL_KEY,
                SETTING + " " + fault + "; set that key, or give it up and every credential with it: "
                        + "delete from installation; delete from tracker_credential");
    }
}
