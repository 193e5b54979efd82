package io.bellcord.broker.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bellcord.broker.http.HttpServer;
import io.bellcord.broker.http.Routes;
import io.bellcord.broker.http.api.Answer;
import io.bellcord.broker.http.api.Body;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /openapi.yaml}, and {@code /docs} for people. */
public final class DocsRoutes implements Routes {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Body document = Body.of("application/yaml", read(HttpServer.class, "openapi.yaml")); // RFC 9512

    private final Body style = Body.of("text/css; charset=utf-8", read(DocsRoutes.class, "style.css"));
    private @Nullable Body page;

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/openapi.yaml", Answer.of(document)::write);
        routes.get("/docs", context -> {
            context.header("Content-Security-Policy", POLICY);
            Answer.of(page()).write(context);
        });
        routes.get("/docs/style.css", Answer.of(style)::write);
    }

    /** Made when first asked for: nobody who starts a broker waits for it. */
    private synchronized Body page() {
        Body made = page;
        if (made == null) {
            String html = DocsPage.of(parse(document.bytes()));
            made = Body.of("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
            page = made;
        }
        return made;
    }

    private static JsonNode parse(byte[] yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.yaml is no YAML", e);
        }
    }

    private static byte[] read(Class<?> beside, String name) {
        try (InputStream file = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
