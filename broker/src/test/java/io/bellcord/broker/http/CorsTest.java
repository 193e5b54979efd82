package io.bellcord.broker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.testing.HttpApi;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CorsTest {
    private static final String APP = "https://app.example.com";
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    private HttpServer server = serving(List.of(APP, "https://city.example.com"));
    private final HttpApi http = new HttpApi(() -> server.address());

    private static HttpServer serving(List<String> origins) {
        var cors = new Cors(origins);
        Routes routes = config -> {
            config.get("/called", context -> {
                cors.allow(context);
                context.result("answered");
            });
            config.addHttpHandler(HandlerType.OPTIONS, "/called", context -> cors.preflight(context, "GET"));
        };
        return HttpServer.start(
                "127.0.0.1",
                0,
                new HttpServer.Limits(100, 100, Networks.parse("none"), Duration.ofMinutes(1)),
                new SimpleMeterRegistry(),
                List.of(routes));
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    private HttpResponse<String> ask(String method, String origin) {
        return http.send(method, "/called", "", "Origin", origin);
    }

    @Test
    void letsThePagesOfTheOriginsThatAreSetReadAnswers() {
        HttpResponse<String> answer = ask("GET", APP);

        assertThat(answer.headers().firstValue(ALLOWED)).hasValue(APP);
        assertThat(ask("OPTIONS", APP).headers().firstValue("Access-Control-Allow-Methods"))
                .hasValue("GET");
    }

    @Test
    void letsNoOtherPageReadAnything() {
        for (String origin : List.of("https://evil.example", "http://app.example.com", APP + ".evil.example", "null")) {
            assertThat(ask("GET", origin).headers().map().keySet())
                    .as(origin)
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
            assertThat(ask("OPTIONS", origin).headers().map().keySet())
                    .as(origin)
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        }
    }

    @Test
    void letsEveryPageWhereAStarIsSetAndNoneWhereNothingIs() {
        server.close();
        server = serving(List.of("*"));
        assertThat(ask("GET", APP).headers().firstValue(ALLOWED)).hasValue("*");

        server.close();
        server = serving(List.of());
        assertThat(ask("GET", APP).headers().firstValue(ALLOWED)).isEmpty();
    }
}
