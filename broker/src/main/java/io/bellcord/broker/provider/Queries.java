package io.bellcord.broker.provider;

import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** How jOOQ is set up, and what its failures mean. */
public final class Queries {
    private Queries() {}

    public static DSLContext on(DataSource dataSource) {
        // Its banner and its tip of the day would stand in the log; there is no other way to say so.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        return DSL.using(dataSource, SQLDialect.POSTGRES);
    }

    /** Whether PostgreSQL is what is wrong, rather than our statement. */
    public static boolean isAway(DataAccessException e) {
        return e.getCause() instanceof SQLTransientConnectionException
                || switch (e.sqlState().substring(0, 2)) {
                    case "08", "53", "57" -> true; // connection, resources, operator intervention
                    default -> false;
                };
    }
}
