package io.bellcord.broker.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** An embedded server did not start; the message ends with the last that it said. */
public final class ServerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LAST_LINES = 10;

    ServerFailed(String server, Path log) {
        super(server + " did not start. The end of " + log + ":\n" + tail(log));
    }

    ServerFailed(String message, Throwable cause) {
        super(message, cause);
    }

    private static String tail(Path log) {
        try {
            String[] lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).split("\n");
            int from = Math.max(0, lines.length - LAST_LINES);
            return "  " + String.join("\n  ", Arrays.asList(lines).subList(from, lines.length));
        } catch (IOException e) {
            return "  (no log)";
        }
    }
}
