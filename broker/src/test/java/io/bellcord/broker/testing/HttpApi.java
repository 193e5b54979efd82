package io.bellcord.broker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Calls over HTTP, holds every answer against docs/openapi.yaml, and remembers which came from where. */
public final class HttpApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Supplier<InetSocketAddress> address;
    private final OpenApi contract = OpenApi.read();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    public HttpApi(Supplier<InetSocketAddress> address) {
        this.address = address;
    }

    /** An answer in the envelope. */
    public record Answer(int status, HttpHeaders headers, JsonNode body) {
        public String error() {
            return body.path("error").asText();
        }

        public String message() {
            return body.path("message").asText();
        }

        public JsonNode data() {
            return body.path("data");
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /**
     * Posts JSON.
     *
     * @param headers names and values in turn
     */
    public Answer post(String path, String body, String... headers) {
        return call("POST", path, body, headers);
    }

    /** The same with any method; a body that is empty is not sent. */
    public Answer call(String method, String path, String body, String... headers) {
        HttpResponse<String> response = send(method, path, body, headers);
        try {
            return new Answer(response.statusCode(), response.headers(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it came. */
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        var http = address.get();
        var request = HttpRequest.newBuilder(URI.create("http://" + http.getHostString() + ":" + http.getPort() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            contract.check(method, path, response);
            seen.add(method + " " + path + " " + response.statusCode());
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code POST /auth/login 200}, of every answer so far. */
    public Set<String> seen() {
        return Set.copyOf(seen);
    }

    /** What it says. */
    public OpenApi contract() {
        return contract;
    }

    @Override
    public void close() {
        client.close();
    }
}
