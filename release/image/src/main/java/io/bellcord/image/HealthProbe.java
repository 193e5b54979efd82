package io.bellcord.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a container runs to find out whether its broker is ready, since an image without a shell has no other program
 * for it. It is started every half minute, so it needs nothing but the JDK. Prints the answer; exit code 0 if that
 * was 200, else 1.
 */
public final class HealthProbe {
    private static final String HERE = "http://127.0.0.1:8080/health/ready";
    private static final int PATIENCE = (int) Duration.ofSeconds(2).toMillis();
    private static final int LONGEST_ANSWER = 4096;

    private HealthProbe() {}

    /** Asks the address that is given, and without one this machine's broker at its default port. */
    public static void main(String[] args) {
        System.exit(isReady(URI.create(args.length > 0 ? args[0] : HERE)) ? 0 : 1);
    }

    static boolean isReady(URI address) {
        try {
            var connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE);
            connection.setReadTimeout(PATIENCE);
            boolean ready = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            print(ready ? connection.getInputStream() : connection.getErrorStream());
            return ready;
        } catch (IOException e) {
            System.out.println(address + ": " + e.getMessage());
            return false;
        }
    }

    private static void print(@Nullable InputStream answer) throws IOException {
        if (answer == null) {
            return; // refused without a word
        }
        try (answer) {
            System.out.writeBytes(answer.readNBytes(LONGEST_ANSWER));
        }
    }
}
