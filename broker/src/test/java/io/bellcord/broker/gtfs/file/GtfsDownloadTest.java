package io.bellcord.broker.gtfs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GtfsDownloadTest {
    private static final Limits SMALL = new Limits(100, 100, 1, 1, 1, 1, 1);

    @TempDir
    private Path folder;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.close();
    }

    @Test
    void fetchesWhatIsThere() throws Exception {
        URI address = answering(exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write("zip".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        Path file = folder.resolve("gtfs.zip");

        GtfsDownload.fetch(address, file, SMALL);

        assertThat(file).hasContent("zip");
    }

    @Test
    void takesNoMoreThanIsRead() {
        URI address = answering(exchange -> {
            exchange.sendResponseHeaders(200, 101);
            exchange.getResponseBody().write(new byte[101]);
            exchange.close();
        });

        assertThatThrownBy(() -> GtfsDownload.fetch(address, folder.resolve("gtfs.zip"), SMALL))
                .isInstanceOf(IOException.class);
    }

    @Test
    void doesNotWaitForEverForTheRest() {
        URI address = answering(exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write('z');
            exchange.getResponseBody().flush();
            await();
        });

        assertThatThrownBy(() -> GtfsDownload.fetch(address, folder.resolve("gtfs.zip"), SMALL, Duration.ofMillis(300)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it was not all there after");
    }

    @Test
    void tellsOfAnAnswerThatIsNoFile() {
        URI address = answering(exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });

        assertThatThrownBy(() -> GtfsDownload.fetch(address, folder.resolve("gtfs.zip"), SMALL))
                .isInstanceOf(IOException.class)
                .hasMessage("it answered 404");
    }

    private void await() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private URI answering(HttpHandler handler) {
        server.createContext("/gtfs.zip", handler);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/gtfs.zip");
    }
}
