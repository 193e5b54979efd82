package io.bellcord.broker.cli.admin.user;

import io.bellcord.broker.accounts.User;
import io.bellcord.broker.accounts.UserRepository;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Adds the users of a CSV file: id,provider,role,bcrypt hash. The hashes are kept as they are.",
            "Lines that are wrong are told with their number, the others are imported; the exit code is 1 then. A first "
                    + "line \"id,...\" and empty ones are passed over."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class UserImport extends AdminAction {
    private static final int COLUMNS = 4;

    @Parameters(paramLabel = "FILE", description = "UTF-8; fields may stand in double quotes.")
    private Path file;

    UserImport(DatabaseAccess database) {
        super(database);
    }

    private record Bad(int line, String problem) {}

    @Override
    protected Answer run(Database database) {
        var users = new UserRepository(database);
        List<Bad> bad = new ArrayList<>();
        List<String> lines = read();
        int imported = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!isPassedOver(i, lines.get(i))) {
                try {
                    users.add(parse(lines.get(i)));
                    imported++;
                } catch (RefusedException | IllegalArgumentException e) {
                    bad.add(new Bad(i + 1, String.valueOf(e.getMessage())));
                }
            }
        }
        return answer(imported, bad);
    }

    private List<String> read() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw wrongUsage(file + " cannot be read as UTF-8 (" + e.getClass().getSimpleName() + "); name a CSV file");
        }
    }

    private static boolean isPassedOver(int index, String line) {
        return line.isBlank() || (index == 0 && line.startsWith("id,"));
    }

    private static User parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != COLUMNS) {
            throw new IllegalArgumentException("has " + fields.length + " fields; write id,provider,role,bcrypt hash");
        }
        String role = unquoted(fields[2]);
        return new User(
                unquoted(fields[0]),
                new ProviderId(unquoted(fields[1])),
                Role.find(role)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "role must be one of driver, rider, operator but is \"" + role + "\"")),
                unquoted(fields[3]),
                true);
    }

    private static String unquoted(String field) {
        String text = field.strip();
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private Answer answer(int imported, List<Bad> bad) {
        List<String> lines = new ArrayList<>();
        lines.add("Imported " + imported + " users, " + bad.size() + " bad lines");
        bad.forEach(one -> lines.add("line " + one.line() + "  " + one.problem()));
        List<Map<String, Object>> json = bad.stream()
                .map(one -> Answer.object("line", one.line(), "problem", one.problem()))
                .toList();
        return new Answer(lines, Answer.object("imported", imported, "bad", json), bad.isEmpty());
    }
}
