package io.bellcord.broker.provider;

import static io.bellcord.broker.provider.schema.Tables.PROVIDER;

import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.transit.ProviderId;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/** The one wording for a provider that is not there: it names those that are. */
public final class UnknownProvider {
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final int MOST_NAMED = 20;

    private UnknownProvider() {}

    /** Whether a row was refused because its provider is not there. */
    public static boolean isWhy(DataAccessException e) {
        return FOREIGN_KEY_VIOLATION.equals(e.sqlState());
    }

    public static RefusedException among(DSLContext sql, ProviderId id) {
        List<String> known = sql.select(PROVIDER.ID)
                .from(PROVIDER)
                .orderBy(PROVIDER.ID)
                .limit(MOST_NAMED + 1)
                .fetch(PROVIDER.ID);
        return new RefusedException(Reason.UNKNOWN_PROVIDER, "There is no provider " + id + "; " + wayOut(known));
    }

    private static String wayOut(List<String> known) {
        if (known.isEmpty()) {
            return "there is none yet: add one with \"admin provider add\"";
        }
        return "there are "
                + (known.size() > MOST_NAMED
                        ? String.join(", ", known.subList(0, MOST_NAMED)) + " and more"
                        : String.join(", ", known));
    }
}
