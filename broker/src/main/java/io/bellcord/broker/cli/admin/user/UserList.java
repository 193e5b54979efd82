package io.bellcord.broker.cli.admin.user;

import io.bellcord.broker.accounts.User;
import io.bellcord.broker.accounts.UserRepository;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.Table;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.transit.ProviderId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists users; no passwords.")
final class UserList extends AdminAction {

    @Option(names = "--provider", paramLabel = "ID", description = "Only this provider's.")
    private Optional<ProviderId> provider = Optional.empty();

    UserList(DatabaseAccess database) {
        super(database);
    }

    @Override
    protected Answer run(Database database) {
        List<User> users = new UserRepository(database).list(provider);
        var table = new Table("ID", "PROVIDER", "ROLE", "ENABLED");
        for (User user : users) {
            table.row(user.id(), user.provider().value(), user.role().code(), user.enabled() ? "yes" : "no");
        }
        return new Answer(
                table.lines(),
                Answer.object(
                        "users",
                        users.stream()
                                .map(user -> UserAdd.json(user, Optional.empty()))
                                .toList()));
    }
}
