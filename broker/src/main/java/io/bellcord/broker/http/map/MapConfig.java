package io.bellcord.broker.http.map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What the pages have to know before they can begin. */
final class MapConfig {
    private final WebSocketJson webSocket;
    private final BaseJson base;
    private final Clock clock;

    MapConfig(MapSettings settings, Clock clock) {
        this.webSocket = WebSocketJson.of(settings.webSocket());
        this.base = BaseJson.of(settings);
        this.clock = clock;
    }

    /** @param now by our clock, in epoch milliseconds: that of a phone may be wrong, and the age of a fix goes by it */
    record Json(WebSocketJson websocket, BaseJson base, long now) {}

    /** @param url if it is there, it is the address, and the rest is not needed */
    @JsonInclude(Include.NON_NULL)
    record WebSocketJson(
            @Nullable String url, int port, @Nullable Integer tlsPort, String path) {
        static WebSocketJson of(MapSettings.WebSocket settings) {
            var tls = settings.tlsPort();
            return new WebSocketJson(
                    settings.publicAddress().map(URI::toString).orElse(null),
                    settings.port(),
                    tls.isEmpty() ? null : (Integer) tls.getAsInt(),
                    settings.path());
        }
    }

    /** @param tiles a template; without one, {@code kind} says what there is */
    @JsonInclude(Include.NON_NULL)
    record BaseJson(
            String kind,
            @Nullable String tiles,
            @Nullable String attribution,
            @Nullable String attributionUrl) {
        static BaseJson of(MapSettings settings) {
            if (!settings.hasTiles()) {
                return new BaseJson(settings.base(), null, null, null);
            }
            String words = settings.attribution();
            int last = words.lastIndexOf(' ') + 1;
            boolean leads = words.startsWith("https://", last) || words.startsWith("http://", last);
            return new BaseJson(
                    "tiles",
                    settings.base(),
                    (leads ? words.substring(0, last) : words).strip(),
                    leads ? words.substring(last) : null);
        }
    }

    Json json() {
        return new Json(webSocket, base, clock.millis());
    }
}
