package io.bellcord.broker.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A company on the demo's map, with the routes that are drawn there. */
record DemoProvider(ProviderId id, String name, List<Route> routes) {
    private static final String FILE = "/demo/routes.json";

    /** Those of {@code config/demo/routes.json}, which the jar carries. */
    static List<DemoProvider> all() {
        try (InputStream file = Objects.requireNonNull(DemoProvider.class.getResourceAsStream(FILE), FILE)) {
            return each(new ObjectMapper().readTree(file), DemoProvider::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DemoProvider read(JsonNode json) {
        return new DemoProvider(
                new ProviderId(json.path("provider").asText()),
                json.path("providerName").asText(),
                each(json.path("routes"), DemoProvider::route));
    }

    private static Route route(JsonNode json) {
        return new Route(
                new RouteId(json.path("id").asText()),
                json.path("name").asText(),
                Optional.of(json.path("description").asText()).filter(text -> !text.isBlank()),
                Optional.of(json.path("colour").asText())
                        .map(colour -> colour.replace("#", "").toUpperCase(Locale.ROOT))
                        .filter(colour -> !colour.isEmpty()));
    }

    private interface Reading<T> {
        T read(JsonNode json);
    }

    private static <T> List<T> each(JsonNode array, Reading<T> reading) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(reading::read)
                .toList();
    }
}
