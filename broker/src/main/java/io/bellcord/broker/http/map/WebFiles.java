package io.bellcord.broker.http.map;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/** What the pages are made of: our own files beside this class, and two libraries from their WebJars. Read once each. */
final class WebFiles {
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9-]+/){0,3}[a-z0-9-]+\\.(html|css|js|svg|geojson|webmanifest)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "geojson", "application/geo+json",
            "webmanifest", "application/manifest+json");

    private static final String JARS = "/META-INF/resources/webjars/";

    private static final Map<String, String> LIBRARIES = Map.of(
            "lib/leaflet.js", JARS + "leaflet/1.9.4/dist/leaflet.js",
            "lib/leaflet.css", JARS + "leaflet/1.9.4/dist/leaflet.css",
            "lib/paho-mqtt.js", JARS + "paho-mqtt/1.1.0/paho-mqtt-min.js");

    private final ConcurrentMap<String, WebFile> files = new ConcurrentHashMap<>();

    /** A file by its name below {@code /map/}. */
    Optional<WebFile> find(String name) {
        return NAME.matcher(name).matches()
                ? Optional.ofNullable(files.get(name)).or(() -> read(name))
                : Optional.empty();
    }

    private Optional<WebFile> read(String name) {
        String resource = LIBRARIES.getOrDefault(name, "web/" + name);
        try (InputStream in = WebFiles.class.getResourceAsStream(resource)) {
            return Optional.ofNullable(in == null ? null : in.readAllBytes())
                    .map(bytes -> files.computeIfAbsent(name, _ -> WebFile.of(type(name), bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
    }
}
