package io.bellcord.broker.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that runs beside us, known by its pid file. A pid alone proves nothing, since it may be somebody else's by
 * now: the process counts as ours only if its command line names our file.
 */
final class ServerProcess {
    private ServerProcess() {}

    /**
     * The process that a pid file names.
     *
     * @param argument one of its command line's arguments, which only our server can have
     */
    static Optional<ProcessHandle> find(Path pidFile, Path argument) {
        return pid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> Arrays.asList(process.info().arguments().orElse(new String[0]))
                        .contains(argument.toString()));
    }

    private static Optional<Long> pid(Path pidFile) {
        try {
            return Files.readAllLines(pidFile).stream()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the process ended within the time. */
    static boolean ended(ProcessHandle process, Duration within) {
        Instant deadline = Instant.now().plus(within);
        while (isRunning(process)) {
            if (Instant.now().isAfter(deadline) || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return true;
    }

    /** One that ended and waits for its parent to notice has no command line any more. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().arguments().isPresent();
    }
}
