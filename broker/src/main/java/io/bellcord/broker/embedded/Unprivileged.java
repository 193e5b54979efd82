package io.bellcord.broker.embedded;

import io.bellcord.broker.config.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root, which is who runs containers. A user namespace without any mapping makes root look
 * like nobody to PostgreSQL, while the files stay root's.
 */
final class Unprivileged {
    private static final List<String> UNSHARE = List.of("unshare", "--user");

    private Unprivileged() {}

    /** What to put before each of PostgreSQL's commands. */
    static List<String> prefix() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (!unshareWorks()) {
            throw new StartRefused("Cannot start: the embedded PostgreSQL does not run as root, and unshare is not"
                    + " allowed here: run Bellcord as an ordinary user, or set bellcord.postgres.url");
        }
        return UNSHARE;
    }

    private static boolean unshareWorks() {
        var command = new ArrayList<>(UNSHARE);
        command.add("true");
        try {
            return Command.succeeds(command, Path.of("/dev/null"), Duration.ofSeconds(5));
        } catch (IOException e) {
            return false;
        }
    }
}
