package io.bellcord.broker.http.map;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file as browsers get it, compressed once. A new version of it has another ETag, so browsers keep it and ask. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebFile(String contentType, String etag, byte[] plain, byte[] gzip) {
    private static final int ETAG_DIGITS = 24;

    static WebFile of(String contentType, byte[] bytes) {
        return new WebFile(contentType, '"' + digest(bytes) + '"', bytes, compress(bytes));
    }

    void answer(Context context) {
        context.header("ETag", etag)
                .header("Cache-Control", "no-cache") // may be kept, but is asked for
                .header("Vary", "Accept-Encoding");
        if (isKnown(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(contentType);
        if (takesGzip(context.header("Accept-Encoding"))) {
            context.header("Content-Encoding", "gzip").result(gzip);
        } else {
            context.result(plain);
        }
    }

    private boolean isKnown(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null && ifNoneMatch.contains(etag);
    }

    private static boolean takesGzip(@Nullable String acceptEncoding) {
        return acceptEncoding != null
                && acceptEncoding.toLowerCase(Locale.ROOT).matches(".*\\bgzip\\b(?!\\s*;\\s*q=0).*");
    }

    private static byte[] compress(byte[] bytes) {
        var compressed = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (var out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash).substring(0, ETAG_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
