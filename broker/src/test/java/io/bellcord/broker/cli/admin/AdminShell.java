package io.bellcord.broker.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Runs admin commands on a database as an operator types them. */
record AdminShell(DatabaseAccess access) {
    /** What came of a command. */
    record Ran(int code, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError(out + err, e);
            }
        }
    }

    /** @param different settings of the brokers over the same database that are not at their defaults */
    static AdminShell over(DatabaseSettings database, Map<String, String> different) {
        return new AdminShell(new Access(database, different));
    }

    Ran run(String command) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = AdminCommand.commandLine(access, Clock.systemUTC())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(command.isEmpty() ? new String[0] : command.split(" +"));
        return new Ran(code, out.toString(), err.toString());
    }

    @Command
    private record Access(DatabaseSettings database, Map<String, String> different) implements DatabaseAccess {
        @Override
        public Database open() {
            return Database.open(database);
        }

        @Override
        public BrokerConfig settings() {
            return BrokerConfig.load(Optional.empty(), Map.of(), different);
        }
    }
}
