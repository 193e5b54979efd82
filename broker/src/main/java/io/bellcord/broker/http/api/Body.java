package io.bellcord.broker.http.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that many are answered, with what makes it cheap: an ETag by their content, so that it is the same on every node, and
 * gzip; each is made when first asked for, and once. Safe for use by many threads.
 */
public final class Body {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Less does not get smaller. */
    private static final int WORTH_GZIP = 1_024;

    private static final int ETAG_BYTES = 16;

    /** RFC 9110, 5.6.7. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String contentType;
    private final byte[] bytes;
    private final Optional<Instant> modifiedAt;
    private volatile @Nullable String etag;
    private volatile byte @Nullable [] gzip;

    private Body(String contentType, byte[] bytes, Optional<Instant> modifiedAt) {
        this.contentType = contentType;
        this.bytes = bytes;
        this.modifiedAt = modifiedAt;
    }

    /**
     * Wraps bytes.
     *
     * @param bytes taken over: not to be changed any more
     */
    public static Body of(String contentType, byte[] bytes) {
        return new Body(contentType, bytes, Optional.empty());
    }

    public static Body json(byte[] bytes) {
        return of("application/json", bytes);
    }

    /**
     * Writes a value.
     *
     * @param value that Jackson knows how to
     */
    public static Body json(Object value) {
        try {
            return json(JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no JSON: " + value.getClass(), e);
        }
    }

    /** The same with a Last-Modified, for who asks with If-Modified-Since. */
    public Body modifiedAt(Instant time) {
        return new Body(contentType, bytes, Optional.of(time.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Weak, because it is the same with gzip and without (RFC 9110, 8.8.1). */
    public String etag() {
        String made = etag;
        if (made == null) {
            made = "W/\"" + HexFormat.of().formatHex(sha256(bytes), 0, ETAG_BYTES) + '"';
            etag = made;
        }
        return made;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private byte[] gzip() {
        byte[] made = gzip;
        if (made == null) {
            synchronized (this) { // the others wait rather than compress it again
                made = gzip;
                if (made == null) {
                    made = compress(bytes);
                    gzip = made;
                }
            }
        }
        return made;
    }

    private static byte[] compress(byte[] bytes) {
        var packed = new ByteArrayOutputStream(bytes.length / 4);
        try (var to = new Quick(packed)) {
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** A third of the time for a fifth more bytes. */
    private static final class Quick extends GZIPOutputStream {
        Quick(OutputStream to) throws IOException {
            super(to);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    void write(Context context) {
        boolean personal = context.header("Authorization") != null;
        context.header("ETag", etag())
                .header(
                        "Cache-Control",
                        personal ? "private, no-cache" : "no-cache"); // keep it, but ask if it is still so
        modifiedAt.ifPresent(time -> context.header("Last-Modified", HTTP_DATE.format(time)));
        if (isFreshFor(context)) {
            context.status(304);
        } else if (bytes.length >= WORTH_GZIP && takesGzip(context)) {
            context.contentType(contentType).header("Content-Encoding", "gzip").result(gzip());
        } else {
            context.contentType(contentType).result(bytes);
        }
    }

    /** RFC 9110, 13.2.2: If-Modified-Since counts only where there is no If-None-Match. */
    private boolean isFreshFor(Context context) {
        String known = context.header("If-None-Match");
        if (known != null) {
            return Stream.of(known.split(",", -1)).map(String::strip).anyMatch(this::isTag);
        }
        String since = context.header("If-Modified-Since");
        return since != null
                && modifiedAt.isPresent()
                && date(since).filter(time -> !modifiedAt.get().isAfter(time)).isPresent();
    }

    private boolean isTag(String tag) {
        return tag.equals("*") || etag().equals(tag.startsWith("W/") ? tag : "W/" + tag);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(HTTP_DATE.parse(text, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // RFC 9110, 13.1.3: as if it were not there
        }
    }

    /** RFC 9110, 12.5.3. */
    private static boolean takesGzip(Context context) {
        String accepted = context.header("Accept-Encoding");
        return accepted != null
                && Stream.of(accepted.toLowerCase(Locale.ROOT).replace(" ", "").split(",", -1))
                        .anyMatch(one -> (one.equals("gzip") || one.startsWith("gzip;") || one.startsWith("*"))
                                && !one.matches(".*;q=0(\\.0*)?"));
    }
}
