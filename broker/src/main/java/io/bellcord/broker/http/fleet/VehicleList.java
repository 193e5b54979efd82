package io.bellcord.broker.http.fleet;

import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.http.api.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The buses of a provider at one moment. */
final class VehicleList {
    private static final byte[] BEGIN = ascii("{\"items\":[");
    private static final int USUAL_SIZE = 300;

    private final List<BusPicture> buses;
    private volatile @Nullable Body whole;

    /** @param buses in the order of their ids */
    VehicleList(List<BusPicture> buses) {
        this.buses = buses;
    }

    List<BusPicture> buses() {
        return buses;
    }

    /** All of them, written once for all who ask. */
    Body whole() {
        Body written = whole;
        if (written == null) {
            synchronized (this) {
                written = whole;
                if (written == null) {
                    written = Body.json(write(buses, BusPicture::positionJson, null));
                    whole = written;
                }
            }
        }
        return written;
    }

    /**
     * Positions are JSON already, and cursors need no escaping.
     *
     * @param next the cursor; null for none
     */
    static <T> byte[] write(List<T> items, Function<T, byte[]> json, @Nullable String next) {
        var to = new ByteArrayOutputStream(USUAL_SIZE * (items.size() + 1));
        to.writeBytes(BEGIN);
        boolean first = true;
        for (T item : items) {
            if (!first) {
                to.write(',');
            }
            first = false;
            to.writeBytes(json.apply(item));
        }
        to.writeBytes(ascii(next == null ? "],\"next\":null}" : "],\"next\":\"" + next + "\"}"));
        return to.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
