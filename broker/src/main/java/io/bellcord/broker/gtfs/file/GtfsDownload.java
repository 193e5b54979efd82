package io.bellcord.broker.gtfs.file;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** Fetches a zip over HTTP: no more of it than is read, and not for ever. */
public final class GtfsDownload {
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration ANSWERING = Duration.ofSeconds(60);
    private static final int OK = 200;

    private GtfsDownload() {}

    /**
     * Writes what is at the address to the file; redirects are followed, but never from https to http.
     *
     * @throws IOException saying why it cannot be had
     */
    public static void fetch(URI address, Path file, Limits limits) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECTING)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(ANSWERING).build();
            HttpResponse<Path> answer =
                    http.send(request, BodyHandlers.limiting(BodyHandlers.ofFile(file), limits.zipBytes()));
            if (answer.statusCode() != OK) {
                throw new IOException("it answered " + answer.statusCode());
            }
        }
    }
}
