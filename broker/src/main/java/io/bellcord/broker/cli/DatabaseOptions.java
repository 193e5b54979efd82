package io.bellcord.broker.cli;

import io.bellcord.broker.audit.Actor;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.config.StartRefused;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseSettings;
import io.bellcord.broker.embedded.DataDirectory;
import io.bellcord.broker.embedded.EmbeddedServers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The database that the broker uses which is started with the same options. Without any, what was kept in
 * {@code ./data} by a demo counts, if there is something: whoever tries Bellcord out means that one.
 */
@Command
public final class DatabaseOptions implements DatabaseAccess {
    @Option(names = "--config", paramLabel = "FILE", description = "The settings that the broker is started with.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of the embedded servers, whether they run or not. Without --config"
                    + " and --data, ./data is used if it is one.")
    private @Nullable Path data;

    @Option(names = "--create", description = "Make the directory of --data, where there is none of Bellcord's yet.")
    private boolean create;

    @Override
    public Database open() {
        Optional<DataDirectory> embedded = dataDirectory();
        Database database = embedded.isPresent() ? embedded(embedded.get()) : configured();
        try {
            database.migrate();
            return database;
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    @Override
    public BrokerConfig settings() {
        return ConfigOptions.load(Optional.ofNullable(config), Map.of());
    }

    private Optional<DataDirectory> dataDirectory() {
        if (data != null) {
            return Optional.of(existing(DataDirectory.at(data)));
        }
        if (create) {
            throw new StartRefused("--create is about --data: name the directory with --data DIR, or leave it out");
        }
        boolean told = config != null || System.getenv("BELLCORD_POSTGRES_URL") != null;
        return Optional.of(DataDirectory.at(DataOptions.DEFAULT)).filter(found -> !told && found.isOurs());
    }

    /** A slip of the pen should not make a database that no broker uses. */
    private DataDirectory existing(DataDirectory directory) {
        if (!create && !directory.isOurs()) {
            throw new StartRefused("--data " + data
                    + " is no data directory of Bellcord: name that of the broker, or add" + " --create to make one");
        }
        return directory;
    }

    private Database configured() {
        BrokerConfig.Postgres postgres = settings().postgres();
        return Database.open(
                new DatabaseSettings(postgres.url(), postgres.user(), postgres.password(), 1).by(Actor.login()));
    }

    /** Ctrl-C must not leave a PostgreSQL behind that was started for this command. */
    private static Database embedded(DataDirectory directory) {
        var lifetime = Lifetime.untilSignal();
        try {
            var access = lifetime.open(() -> EmbeddedServers.attachOrStart(directory));
            return Database.open(
                    new DatabaseSettings(access.url(), access.user(), "", 1).by(Actor.login()), lifetime::close);
        } catch (RuntimeException | Error e) {
            lifetime.close();
            throw e;
        }
    }
}
