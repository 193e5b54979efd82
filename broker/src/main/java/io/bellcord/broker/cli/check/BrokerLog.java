package io.bellcord.broker.cli.check;

import io.bellcord.broker.cli.check.rules.Recording;
import io.bellcord.broker.cli.check.rules.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** What a broker tells of one bus, recorded until it is closed. Safe for use by several threads. */
public final class BrokerLog implements AutoCloseable {
    /** Hours of a fix a second; what comes after is not kept. */
    private static final int MOST = 50_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final HttpClient client;
    private final Clock clock;
    private final Instant from;
    private final List<Seen> seen = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private BrokerLog(HttpClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
        from = clock.instant();
    }

    /**
     * Begins to watch.
     *
     * @throws CheckFailed where the broker is not reached or does not allow it
     */
    public static BrokerLog open(URI broker, String provider, String bus, String operatorToken, Clock clock) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        URI uri = broker.resolve("/v1/providers/" + provider + "/ops/buses/" + bus + "/log");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + operatorToken)
                .build();
        try {
            HttpResponse<Stream<String>> response = client.send(request, BodyHandlers.ofLines());
            if (response.statusCode() != OK) {
                throw new CheckFailed("The broker at " + broker + " answers " + response.statusCode() + ": "
                        + String.join(" ", response.body().limit(5).toList()));
            }
            var log = new BrokerLog(client, clock);
            Thread.ofVirtual().name("broker-log").start(() -> log.read(response.body()));
            return log;
        } catch (IOException e) {
            client.close();
            throw new CheckFailed("No broker answers at " + broker + ": start it, or say where it is with --url", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckFailed("Stopped", e);
        }
    }

    private void read(Stream<String> lines) {
        var event = new StringBuilder();
        try (lines) {
            lines.forEach(line -> {
                if (line.startsWith("event: ")) {
                    event.setLength(0);
                    event.append(line, "event: ".length(), line.length());
                } else if (line.startsWith("data: ")) {
                    keep(event.toString(), line.substring("data: ".length()));
                }
            });
        } catch (UncheckedIOException e) {
            // the broker has gone, or we are closed: what was seen counts
        } finally {
            ended.countDown();
        }
    }

    private void keep(String event, String data) {
        try {
            SeenReader.read(event, data).ifPresent(this::keep);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void keep(Seen one) {
        if (seen.size() < MOST) {
            seen.add(one);
        }
    }

    /** What was seen so far. */
    public synchronized Recording recording() {
        return new Recording(from, clock.instant(), seen);
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
