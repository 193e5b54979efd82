package io.bellcord.broker.cli;

import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;

/**
 * Where the admin commands find their database. A picocli mixin: every command gets its options, so an
 * implementation is annotated with {@code @Command} or has options.
 */
public interface DatabaseAccess {
    /** Opens the database, migrated; the caller closes it. What stands in the way is thrown with its way out. */
    Database open();

    /** The settings of the brokers over the same database. */
    BrokerConfig settings();
}
