package io.bellcord.broker.gtfs.file;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a zip over HTTP: no more of it than is read, and not for ever. */
public final class GtfsDownload {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration ANSWERING = Duration.ofSeconds(60);
    private static final Duration WHOLE = Duration.ofMinutes(15);
    private static final int OK = 200;

    private GtfsDownload() {}

    /**
     * Writes what is at the address to the file; redirects are followed, but never from https to http.
     *
     * @throws IOException saying why it cannot be had
     */
    public static void fetch(URI address, Path file, Limits limits) throws IOException, InterruptedException {
        fetch(address, file, limits, WHOLE);
    }

    /** @param whole so long all of it may take: the time for an answer does not count how long its body takes */
    static void fetch(URI address, Path file, Limits limits, Duration whole) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWERING).build();
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECTING)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            var answering =
                    http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofFile(file), limits.zipBytes()));
            try {
                require(answering.get(whole.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                throw new IOException("it was not all there after " + whole.toSeconds() + " s", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            } finally {
                http.shutdownNow(); // or closing it would wait for the rest
            }
        }
    }

    private static void require(HttpResponse<Path> answer) throws IOException {
        if (answer.statusCode() != OK) {
            throw new IOException("it answered " + answer.statusCode());
        }
    }
}
