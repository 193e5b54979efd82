package io.bellcord.simulator.bench.store;

import io.bellcord.simulator.bench.BenchFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The Redis that holds a broker's last locations.
 *
 * @param taken how many positions have been stored so far
 */
public record Store(int port, LongSupplier taken) {
    private static final Pattern PROCESS = Pattern.compile("process_id:(\\d+)");
    private static final Pattern INPUT = Pattern.compile("total_net_input_bytes:(\\d+)");
    private static final Pattern OUTPUT = Pattern.compile("total_net_output_bytes:(\\d+)");
    private static final Pattern SEQUENCE = Pattern.compile("\"seq\":(\\d+)");

    /** Where a bus's last location is. */
    public static String key(String provider, String bus) {
        return "bus:{" + provider + "}:" + bus + ":lastlocation";
    }

    /** Redis itself. */
    public ProcessHandle process() {
        var info = String.join("\n", texts(List.of("INFO", "server")));
        return ProcessHandle.of(number(PROCESS, info))
                .orElseThrow(() -> new BenchFailed("Redis runs on another machine"));
    }

    /** Bytes that have come in and gone out through the network so far. */
    public Traffic traffic() {
        var info = String.join("\n", texts(List.of("INFO", "stats")));
        return new Traffic(number(INPUT, info), number(OUTPUT, info));
    }

    /** Bytes. */
    public record Traffic(long in, long out) {}

    private static long number(Pattern pattern, String info) {
        var found = pattern.matcher(info);
        if (!found.find()) {
            throw new BenchFailed("Redis does not tell " + pattern);
        }
        return Long.parseLong(found.group(1));
    }

    /** Of how many buses it does not hold the position with that sequence. */
    public int wrong(String provider, Map<String, Long> sequences) {
        var words = new ArrayList<>(List.of("MGET"));
        sequences.keySet().forEach(bus -> words.add(key(provider, bus)));
        var held = texts(words).stream().map(Store::sequence).iterator();
        return (int) sequences.values().stream()
                .filter(sent -> !sent.equals(held.next()))
                .count();
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
