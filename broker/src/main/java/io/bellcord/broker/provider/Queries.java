package io.bellcord.broker.provider;

import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** How jOOQ is set up. */
public final class Queries {
    private Queries() {}

    public static DSLContext on(DataSource dataSource) {
        // Its banner and its tip of the day would stand in the log; there is no other way to say so.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        return DSL.using(dataSource, SQLDialect.POSTGRES);
    }
}
