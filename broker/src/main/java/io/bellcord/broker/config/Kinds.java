package io.bellcord.broker.config;

import io.bellcord.broker.config.Kind.InvalidValue;
import io.bellcord.broker.limits.Networks;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of value there are. A value that could be a secret is never repeated in a message. */
final class Kinds {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?(B|KiB|MiB)?");
    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9.:\\[\\]_-]+");
    private static final Pattern NEXT_REDIS = Pattern.compile(",\\s*(?=rediss?://)");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]+");

    private static final int SHORTEST_KEY_BYTES = 32;

    private Kinds() {}

    static Kind<String> text() {
        return text -> text;
    }

    static Kind<Integer> count(int min, int max) {
        return text -> {
            String range = "write " + min + " to " + max;
            if (!WHOLE_NUMBER.matcher(text).matches()) {
                throw new InvalidValue(quoted(text) + " is not a whole number: " + range);
            }
            return inRange(text, Integer.parseInt(text), min, max, range);
        };
    }

    /** A TCP port; 0 lets the operating system choose a free one. */
    static Kind<Integer> port() {
        return count(0, 65_535);
    }

    /** Bytes, written plainly or in binary units. */
    static Kind<Integer> size(int min, int max) {
        return text -> {
            Matcher parts = SIZE.matcher(text);
            if (!parts.matches()) {
                throw new InvalidValue(quoted(text) + " is not a size: write 8192, 8KiB or 1MiB");
            }
            long bytes = Long.parseLong(parts.group(1)) * bytesPer(parts.group(2));
            return (int) (long) inRange(text, bytes, (long) min, (long) max, "write " + min + " to " + max + " bytes");
        };
    }

    private static long bytesPer(@Nullable String unit) {
        if ("KiB".equals(unit)) {
            return 1 << 10;
        }
        return "MiB".equals(unit) ? 1 << 20 : 1;
    }

    static Kind<Duration> duration(String min, String max) {
        return text -> inRange(
                text, Durations.parse(text), Durations.parse(min), Durations.parse(max), "write " + min + " to " + max);
    }

    static Kind<Boolean> flag() {
        return text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValue(quoted(text) + " is neither true nor false: write one of them");
        };
    }

    static Kind<String> oneOf(String... words) {
        return text -> {
            if (!List.of(words).contains(text)) {
                throw new InvalidValue(quoted(text) + " is none of these: write " + String.join(", ", words));
            }
            return text;
        };
    }

    static Kind<Networks> networks() {
        return text -> {
            try {
                return Networks.parse(text);
            } catch (IllegalArgumentException e) {
                throw new InvalidValue(String.valueOf(e.getMessage()));
            }
        };
    }

    /** A name or address to listen at. */
    static Kind<String> host() {
        return text -> {
            if (!HOST.matcher(text).matches()) {
                throw new InvalidValue(quoted(text) + " is not a host: write 0.0.0.0, 127.0.0.1, :: or a name");
            }
            return text;
        };
    }

    static Kind<String> absolutePath() {
        return text -> {
            if (!text.startsWith("/") || text.contains(" ")) {
                throw new InvalidValue(quoted(text) + " is not a path: write one that starts with /, as in /mqtt");
            }
            return text;
        };
    }

    /** A file, or nothing; whether it is there is found out by who opens it. */
    static Kind<Optional<Path>> file() {
        return text -> {
            try {
                return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                throw new InvalidValue(quoted(text) + " is not a file's name: write one as in /etc/bellcord/tls.crt");
            }
        };
    }

    /** Where web pages come from: any, or a list; an empty text is none. */
    static Kind<List<String>> origins() {
        return text -> {
            List<String> origins = Stream.of(text.split(","))
                    .map(String::strip)
                    .filter(origin -> !origin.isEmpty())
                    .toList();
            for (String origin : origins) {
                if (!ORIGIN.matcher(origin).matches()) {
                    throw new InvalidValue(quoted(origin)
                            + " is not an origin: write * for all, or https://app.example.com, with commas between");
                }
            }
            return origins;
        };
    }

    static Kind<String> jdbcUrl() {
        return text -> {
            if (!text.startsWith("jdbc:postgresql://")) {
                throw new InvalidValue("is not a PostgreSQL address: write jdbc:postgresql://HOST:5432/DATABASE");
            }
            if (text.contains("password=")) {
                throw new InvalidValue("carries a password: write it as bellcord.postgres.password");
            }
            return text;
        };
    }

    /** 32 bytes or more in base64, or none; a secret. */
    static Kind<String> secretKey() {
        return text -> {
            try {
                int bytes = Base64.getDecoder().decode(text).length;
                if (bytes == 0 || bytes >= SHORTEST_KEY_BYTES) {
                    return text;
                }
            } catch (IllegalArgumentException e) {
                // Told below, like a key that is too short; its own message may repeat the value.
            }
            throw new InvalidValue("is not a key of 32 bytes or more in base64: make one with openssl rand -base64 32");
        };
    }

    /** One address or several of one cluster; a password may have a comma in it. */
    static Kind<List<URI>> redisUrls() {
        return text -> {
            try {
                List<URI> uris = NEXT_REDIS.splitAsStream(text).map(URI::create).toList();
                if (uris.stream().allMatch(Kinds::isRedis)
                        && uris.stream().map(URI::getScheme).distinct().count() == 1) {
                    return uris;
                }
            } catch (IllegalArgumentException e) {
                // Told below, like every other address that is none; its own message repeats the value.
            }
            throw new InvalidValue("is not a Redis address: write redis://HOST:6379, or rediss:// for TLS"
                    + " (for all of them); in a password %40 is @, %2F /, %23 #");
        };
    }

    private static boolean isRedis(URI uri) {
        return uri.getHost() != null && ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()));
    }

    private static <T extends Comparable<? super T>> T inRange(String text, T value, T min, T max, String range)
            throws InvalidValue {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new InvalidValue(quoted(text) + " is out of range: " + range);
        }
        return value;
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }
}
