package io.bellcord.broker.cli.admin.user;

import io.bellcord.broker.accounts.Passwords;
import io.bellcord.broker.accounts.UserRepository;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.db.Database;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes something of one user, who is logged out by it everywhere. */
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
abstract class UserChange extends AdminAction {

    @Parameters(paramLabel = "ID", description = "The user.")
    private String id;

    private UserChange(DatabaseAccess database) {
        super(database);
    }

    /** Does it, and answers what there is to show. */
    abstract Optional<String> change(UserRepository users, String id);

    /** What has become of the user, in words. */
    abstract String done();

    @Override
    protected final Answer run(Database database) {
        Optional<String> toShow = change(new UserRepository(database), id);
        return new Answer(
                UserAdd.lines("User " + id + " " + done(), toShow), Answer.object("id", id, "password", toShow));
    }

    @Command(name = "passwd", description = "Gives a user another password, and ends all logins with the old one.")
    static final class Passwd extends UserChange {
        @Mixin
        private NewPassword password = new NewPassword();

        Passwd(DatabaseAccess database) {
            super(database);
        }

        @Override
        Optional<String> change(UserRepository users, String id) {
            NewPassword.Chosen chosen = password.choose();
            users.setPassword(id, Passwords.hash(chosen.value()));
            return chosen.toShow();
        }

        @Override
        String done() {
            return "has a new password";
        }
    }

    @Command(name = "disable", description = "Keeps a user from logging in, and ends all logins.")
    static final class Disable extends UserChange {
        Disable(DatabaseAccess database) {
            super(database);
        }

        @Override
        Optional<String> change(UserRepository users, String id) {
            users.setEnabled(id, false);
            return Optional.empty();
        }

        @Override
        String done() {
            return "is disabled";
        }
    }

    @Command(name = "enable", description = "Lets a user log in again.")
    static final class Enable extends UserChange {
        Enable(DatabaseAccess database) {
            super(database);
        }

        @Override
        Optional<String> change(UserRepository users, String id) {
            users.setEnabled(id, true);
            return Optional.empty();
        }

        @Override
        String done() {
            return "is enabled";
        }
    }

    @Command(name = "remove", description = "Removes a user, and ends all logins.")
    static final class Remove extends UserChange {
        Remove(DatabaseAccess database) {
            super(database);
        }

        @Override
        Optional<String> change(UserRepository users, String id) {
            users.remove(id);
            return Optional.empty();
        }

        @Override
        String done() {
            return "is removed";
        }
    }
}
