package io.bellcord.broker.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.audit.AuditEntry;
import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.audit.AuditLog.Selection;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.Table;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "audit", description = "Lists who changed what, and what was refused; the newest first.")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class AuditList extends AdminAction {
    private static final int MOST = 100_000;

    private final Clock clock;

    @Option(names = "--provider", paramLabel = "ID", description = "Only this provider's.")
    private Optional<ProviderId> provider = Optional.empty();

    @Option(
            names = "--since",
            defaultValue = "30d",
            paramLabel = "TIME",
            description = "How far back: 90s, 15m, 24h, 365d; ${DEFAULT-VALUE} if not given.")
    private Duration since;

    @Option(
            names = "--action",
            paramLabel = "WORDS",
            description =
                    "Only of this kind: \"key retired\", or key for all about keys; refusals for what was refused.")
    private Optional<String> action = Optional.empty();

    @Option(
            names = "--limit",
            defaultValue = "100",
            paramLabel = "N",
            description = "How many at most; ${DEFAULT-VALUE} if not given.")
    private int limit;

    @Option(names = "--all", description = "Each row of an import, and not one line for all of them.")
    private boolean all;

    AuditList(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected void check() {
        if (limit < 1 || limit > MOST) {
            throw wrongUsage("--limit must be 1 to " + MOST + " but is " + limit);
        }
    }

    @Override
    protected Answer run(Database database) {
        var selection = new Selection(
                provider.map(ProviderId::value), action, clock.instant().minus(since), limit);
        var audit = new AuditLog(database);
        List<AuditEntry> entries = all ? audit.list(selection) : audit.listInShort(selection);
        var table = new Table("AT", "WHO", "WHAT", "PROVIDER", "WHICH", "DETAILS");
        entries.forEach(entry -> table.row(
                entry.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                printable(entry.actor()),
                printable(entry.action()),
                printable(entry.provider().orElse("-")),
                printable(entry.subject().orElse("-")),
                text(entry.details())));
        return new Answer(
                table.lines(),
                Answer.object("entries", entries.stream().map(AuditList::json).toList()));
    }

    private static Map<String, Object> json(AuditEntry entry) {
        return Answer.object(
                "at", entry.at().toString(),
                "actor", entry.actor(),
                "action", entry.action(),
                "provider", entry.provider(),
                "subject", entry.subject(),
                "details", entry.details());
    }

    /** {@code enabled=true→false name="Kowloon"}. */
    private static String text(JsonNode details) {
        return details.properties().stream()
                .map(field -> field.getKey() + "=" + value(field.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String value(JsonNode value) {
        if (value.has("from") && value.has("to")) {
            return value.get("from") + "→" + value.get("to");
        }
        return value.isObject() ? "{" + text(value) + "}" : value.toString();
    }

    /** Whoever may write to PostgreSQL chose these words, and a terminal obeys some. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
