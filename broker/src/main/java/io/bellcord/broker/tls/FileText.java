package io.bellcord.broker.tls;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a file held when it was looked at, or why it could not be read. */
sealed interface FileText {
    record Text(String text) implements FileText {
        @Override
        public String toString() {
            return "Text"; // it may be a private key
        }
    }

    /**
     * It could not be read.
     *
     * @param why follows the file's name in a sentence
     */
    record Unreadable(String why) implements FileText {}

    /** Reads it once. */
    static FileText of(Path file) {
        try {
            return new Text(Files.readString(file));
        } catch (NoSuchFileException e) {
            return new Unreadable("does not exist: check the path");
        } catch (AccessDeniedException e) {
            return new Unreadable("may not be read by user " + System.getProperty("user.name")
                    + ": give that user the right to read it, and to enter its folders");
        } catch (IOException e) {
            return new Unreadable("cannot be read (" + e.getMessage() + "): name a PEM file");
        }
    }
}
