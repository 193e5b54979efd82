package io.bellcord.simulator.bench.store;

import io.bellcord.simulator.bench.BenchFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The Redis that holds a broker's last locations.
 *
 * @param taken how many positions have been stored so far
 */
public record Store(int port, LongSupplier taken) {
    private static final Pattern PROCESS = Pattern.compile("process_id:(\\d+)");
    private static final Pattern SEQUENCE = Pattern.compile("\"seq\":(\\d+)");

    /** Where a bus's last location is. */
    public static String key(String provider, String bus) {
        return "bus:{" + provider + "}:" + bus + ":lastlocation";
    }

    /** Redis itself. */
    public ProcessHandle process() {
        var info = String.join("\n", texts(List.of("INFO", "server")));
        var found = PROCESS.matcher(info);
        if (!found.find()) {
            throw new BenchFailed("Redis does not tell its process");
        }
        return ProcessHandle.of(Long.parseLong(found.group(1)))
                .orElseThrow(() -> new BenchFailed("Redis runs on another machine"));
    }

    /** Of each bus the sequence that is stored; -1 for none. */
    public List<Long> sequences(String provider, List<String> buses) {
        var words = new ArrayList<>(List.of("MGET"));
        buses.forEach(bus -> words.add(key(provider, bus)));
        return texts(words).stream().map(Store::sequence).toList();
    }

    private static long sequence(String position) {
        var found = SEQUENCE.matcher(position);
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    private List<String> texts(List<String> words) {
        try (var redis = new Redis(port)) {
            return redis.call(words).stream()
                    .map(text -> text == null ? "" : text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
