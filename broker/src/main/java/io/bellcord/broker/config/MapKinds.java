package io.bellcord.broker.config;

import io.bellcord.broker.config.Kind.InvalidValue;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The kinds of value that only the map has. */
final class MapKinds {
    private static final Set<String> BUILT_IN = Set.of("monaco", "none");

    /** A host may begin with {s}, which stands for one of several. */
    private static final Pattern TILES =
            Pattern.compile("https?://(\\{s}\\.)?[A-Za-z0-9.-]+(:\\d{1,5})?/[^\\s\"'<>;,]*");

    private static final Pattern WEB_SOCKET = Pattern.compile("wss?://[A-Za-z0-9.-]+(:\\d{1,5})?(/[^\\s\"'<>;,]*)?");

    private MapKinds() {}

    /** What lies under the buses. It goes into a header, so nothing may stand in it that could end a value there. */
    static Kind<String> base() {
        return text -> {
            boolean tiles = TILES.matcher(text).matches()
                    && text.contains("{z}")
                    && text.contains("{x}")
                    && (text.contains("{y}") || text.contains("{-y}"));
            if (!tiles && !BUILT_IN.contains(text)) {
                throw new InvalidValue(Kinds.quoted(text)
                        + " is no base map: write https://tiles.example.com/{z}/{x}/{y}.png, monaco or none");
            }
            return text;
        };
    }

    /** Where browsers find MQTT; nothing for the listener of this machine. */
    static Kind<Optional<URI>> webSocket() {
        return text -> {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            if (!WEB_SOCKET.matcher(text).matches()) {
                throw new InvalidValue(
                        Kinds.quoted(text) + " is no WebSocket address: write wss://live.example.com/mqtt");
            }
            return Optional.of(URI.create(text));
        };
    }
}
