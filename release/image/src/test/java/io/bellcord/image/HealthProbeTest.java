package io.bellcord.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthProbeTest {
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/ready", 200, "{\"status\":\"degraded\"}");
        answer("/draining", 503, "{\"status\":\"draining\"}");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void goesByTheStatusAlone() {
        assertThat(HealthProbe.isReady(at("/ready"))).isTrue();
        assertThat(HealthProbe.isReady(at("/draining"))).isFalse();
    }

    @Test
    void takesSilenceForNotReady() {
        server.stop(0);

        assertThat(HealthProbe.isReady(at("/ready"))).isFalse();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, body.length());
            try (var out = exchange.getResponseBody()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        });
    }
}
