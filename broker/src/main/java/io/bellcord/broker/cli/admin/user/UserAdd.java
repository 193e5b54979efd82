package io.bellcord.broker.cli.admin.user;

import io.bellcord.broker.accounts.Passwords;
import io.bellcord.broker.accounts.User;
import io.bellcord.broker.accounts.UserRepository;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.transit.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "add", description = "Adds a person who logs in with a password.")
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
final class UserAdd extends AdminAction {

    @Parameters(paramLabel = "ID", description = "1 to 128 characters; one namespace for all providers.")
    private String id;

    @Option(names = "--provider", required = true, paramLabel = "ID", description = "Whose user it is.")
    private ProviderId provider;

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "driver, rider or operator.")
    private Role role;

    @Mixin
    private NewPassword password = new NewPassword();

    UserAdd(DatabaseAccess database) {
        super(database);
    }

    @Override
    protected void check() {
        if (role == Role.TRACKER) {
            throw wrongUsage(
                    "--role must be one of driver, rider, operator but is \"tracker\", which has tokens instead");
        }
    }

    @Override
    protected Answer run(Database database) {
        NewPassword.Chosen chosen = password.choose();
        User user = user(Passwords.hash(chosen.value()));
        new UserRepository(database).add(user);
        return added(user, chosen);
    }

    private User user(String hash) {
        try {
            return new User(id, provider, role, hash, true);
        } catch (IllegalArgumentException e) {
            throw wrongUsage("ID: " + e.getMessage());
        }
    }

    private static Answer added(User user, NewPassword.Chosen chosen) {
        String added = "Added user " + user.id() + " (" + user.role().code() + " of " + user.provider() + ")";
        return new Answer(lines(added, chosen.toShow()), json(user, chosen.toShow()));
    }

    static List<String> lines(String done, Optional<String> toShow) {
        List<String> lines = new ArrayList<>();
        lines.add(toShow.isPresent() ? done + ". The password is not shown again:" : done);
        toShow.ifPresent(lines::add);
        return lines;
    }

    static Map<String, Object> json(User user, Optional<String> password) {
        return Answer.object(
                "id", user.id(),
                "provider", user.provider().value(),
                "role", user.role().code(),
                "enabled", user.enabled(),
                "password", password);
    }
}
