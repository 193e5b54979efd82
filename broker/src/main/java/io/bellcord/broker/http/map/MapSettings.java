package io.bellcord.broker.http.map;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the map is set up.
 *
 * @param base a tile server's template, {@code monaco} or {@code none}
 * @param attribution who made the base map; an address at its end is where the words lead
 * @param frameAncestors origins of pages that may show the map in a frame
 */
public record MapSettings(String base, String attribution, WebSocket webSocket, List<String> frameAncestors) {
    /**
     * Where browsers find MQTT.
     *
     * @param publicAddress wins over the ports
     * @param port of this machine's listener
     * @param tlsPort of the one that pages which came by https need
     */
    public record WebSocket(Optional<URI> publicAddress, int port, OptionalInt tlsPort, String path) {}

    /** Whether the base map comes from a tile server. */
    boolean hasTiles() {
        return base.contains("{z}");
    }
}
