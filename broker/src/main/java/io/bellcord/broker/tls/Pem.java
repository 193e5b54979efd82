package io.bellcord.broker.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One block of a PEM file (RFC 7468); text around blocks is passed over.
 *
 * @param label as {@code CERTIFICATE}
 * @param content what stood between its lines
 */
record Pem(String label, String content) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    static List<Pem> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Pem(block.group(1), block.group(2)))
                .toList();
    }

    /** Throws an {@link IllegalArgumentException} if it is not base64. */
    byte[] decode() {
        return Base64.getMimeDecoder().decode(content);
    }
}
