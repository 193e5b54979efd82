package io.bellcord.broker.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One node, asked over HTTP. */
final class NodeClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI node;

    NodeClient(HttpClient http, URI node) {
        this.http = http;
        this.node = node;
    }

    URI node() {
        return node;
    }

    /** What it says of itself, whether ready or not. */
    JsonNode health() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/health/ready");
        JsonNode health = JSON.readTree(answer.body());
        if (!health.path("status").isTextual()) {
            throw new IOException("no Bellcord answers there: HTTP " + answer.statusCode() + " at /health/ready");
        }
        return health;
    }

    Scrape scrape() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/metrics");
        if (answer.statusCode() != 200) {
            throw new IOException("HTTP " + answer.statusCode() + " at /metrics");
        }
        return Scrape.parse(answer.body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(node.toString().replaceAll("/+$", "") + path);
        return http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
}
