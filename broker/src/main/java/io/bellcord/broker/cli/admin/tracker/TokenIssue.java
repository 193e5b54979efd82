package io.bellcord.broker.cli.admin.tracker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellcord.broker.audit.AuditLog;
import io.bellcord.broker.auth.IssuedToken;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenIssuer;
import io.bellcord.broker.auth.TokenRequest;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "issue",
        description = "Issues access tokens, one a line, signed with the provider's newest shared secret.")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class TokenIssue extends AdminAction {
    private static final String NUMBER = "{n}";
    private static final int MOST = 1_000_000;
    /** Ids that stand in the audit: enough to find one of few again. */
    private static final int MOST_TOLD = 20;

    private final Clock clock;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "For clients of which provider.")
    private ProviderId provider;

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "tracker, driver, rider or operator.")
    private Role role;

    @Option(names = "--bus", paramLabel = "BUS", description = "The tracker's bus; {n} becomes 1 to --count.")
    private Optional<String> bus = Optional.empty();

    @Option(names = "--subject", paramLabel = "NAME", description = "Whose it is; {n} becomes 1 to --count.")
    private Optional<String> subject = Optional.empty();

    @Option(
            names = {"--expires", "--ttl"},
            defaultValue = "1d",
            paramLabel = "TIME",
            description = "How long it counts: 90s, 15m, 12h, 365d; ${DEFAULT-VALUE} if not given.")
    private Duration ttl;

    @Option(
            names = "--count",
            defaultValue = "1",
            paramLabel = "N",
            description = "How many; ${DEFAULT-VALUE} if not given.")
    private int count;

    @Option(names = "--out", paramLabel = "FILE", description = "Write them there, for nobody else to read.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean force;

    TokenIssue(DatabaseAccess database, Clock clock) {
        super(database);
        this.clock = clock;
    }

    @Override
    protected void check() {
        if (count < 1 || count > MOST) {
            throw wrongUsage("--count must be 1 to " + MOST + " but is " + count);
        }
        if (role == Role.TRACKER && bus.isEmpty()) {
            throw wrongUsage("--role tracker needs --bus BUS, the bus it publishes for");
        }
        if (role != Role.TRACKER && bus.isPresent()) {
            throw wrongUsage(
                    "--bus " + bus.get() + " is for --role tracker only, not " + role.code() + "; leave it out");
        }
        if (bus.isPresent() && !BusId.isValid(numbered(bus.get(), count))) {
            throw wrongUsage(
                    "--bus must be 1 to 64 characters of A-Z a-z 0-9 . _ - (and {n}) but is \"" + bus.get() + "\"");
        }
    }

    @Override
    protected Answer run(Database database) {
        Provider found = new ProviderRepository(database).get(provider);
        var issuer = new TokenIssuer(clock);
        List<Issued> tokens = IntStream.rangeClosed(1, count)
                .mapToObj(n -> issue(issuer, found, n))
                .toList();
        record(database, tokens);
        List<String> lines =
                tokens.stream().map(issued -> issued.token().value()).toList();
        return out == null ? new Answer(lines, json(tokens)) : written(lines, out);
    }

    /** No table holds tokens, so no trigger tells of them. */
    private void record(Database database, List<Issued> tokens) {
        var details = JsonNodeFactory.instance.objectNode();
        details.put("role", role.code()).put("count", count);
        details.put("expires_at", tokens.getFirst().token().expiresAt().toString());
        var ids = details.putArray("ids");
        tokens.stream()
                .limit(MOST_TOLD)
                .forEach(issued -> ids.add(issued.token().id()));
        Optional<String> whose = subject.or(() -> bus);
        new AuditLog(database).add("token issued", Optional.of(provider.value()), whose, details);
    }

    private record Issued(TokenRequest request, IssuedToken token) {}

    private Issued issue(TokenIssuer issuer, Provider found, int n) {
        Optional<BusId> itsBus = bus.map(text -> new BusId(numbered(text, n)));
        String itsSubject = subject.map(text -> numbered(text, n))
                .orElseGet(() -> itsBus.map(BusId::value).orElse(role.code()));
        var request = new TokenRequest(role, itsSubject, itsBus, ttl);
        return new Issued(request, issuer.issue(found, request));
    }

    private static String numbered(String text, int n) {
        return text.replace(NUMBER, Integer.toString(n));
    }

    private Answer written(List<String> lines, Path file) {
        OutputFile.write(file, lines, force);
        return new Answer(
                "Wrote " + lines.size() + (lines.size() == 1 ? " token to " : " tokens to ") + file,
                Answer.object("file", file.toString(), "count", lines.size()));
    }

    private static Map<String, Object> json(List<Issued> tokens) {
        return Answer.object(
                "tokens",
                tokens.stream()
                        .map(issued -> Answer.object(
                                "token", issued.token().value(),
                                "id", issued.token().id(),
                                "role", issued.request().role().code(),
                                "bus", issued.request().bus().map(BusId::value),
                                "subject", issued.request().subject(),
                                "expiresAt", issued.token().expiresAt().toString()))
                        .toList());
    }
}
