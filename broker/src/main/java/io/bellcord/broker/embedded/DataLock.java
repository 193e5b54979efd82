package io.bellcord.broker.embedded;

import io.bellcord.broker.config.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * That this process, and no other, uses a data directory. The operating system gives the lock back when the process
 * ends, however it ends; the owner file beside it only says whose it is.
 */
final class DataLock implements AutoCloseable {
    /** The directory is another's. */
    static final class Taken extends StartRefused {
        private static final long serialVersionUID = 1L;

        Taken(Path directory, String owner) {
            super("Cannot start: " + directory + " is in use by another Bellcord (process " + owner
                    + "): stop that one, or choose another directory with --data");
        }
    }

    private final Path directory;
    private final FileChannel channel;

    private DataLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static DataLock take(Path directory) throws IOException {
        Owner self = Owner.self();
        Owner owner = Owner.read(ownerFile(directory));
        if (owner.equals(self)) {
            // Asking the operating system would lose the lock: it drops a process' locks on a file when the process
            // closes the file anywhere.
            throw new Taken(directory, owner.pid());
        }
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new Taken(directory, owner.pid());
        }
        Files.writeString(ownerFile(directory), self.pid() + " " + self.startedAt());
        return new DataLock(directory, channel);
    }

    boolean isOf(Path other) {
        return directory.equals(other);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(ownerFile(directory));
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path ownerFile(Path directory) {
        return directory.resolve("owner");
    }

    /** A process; its start tells it from an earlier one with the same id, which is common in containers. */
    private record Owner(String pid, String startedAt) {
        static Owner self() {
            var process = ProcessHandle.current();
            return new Owner(Long.toString(process.pid()), startOf(process));
        }

        static Owner read(Path file) throws IOException {
            try {
                String[] parts = Files.readString(file).split(" ", 2);
                return parts.length == 2 ? new Owner(parts[0], parts[1]) : new Owner("unknown", "");
            } catch (NoSuchFileException e) {
                return new Owner("unknown", "");
            }
        }

        private static String startOf(ProcessHandle process) {
            return process.info().startInstant().map(Object::toString).orElse("?");
        }
    }
}
