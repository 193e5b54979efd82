package io.bellcord.broker.testing;

import static io.bellcord.broker.testing.RawMqtt.bytes;

import java.io.ByteArrayOutputStream;

/** The first message of a TLS handshake by the byte (RFC 5246, 7.4.1.2), as a JDK no longer sends it. */
public final class ClientHello {
    public static final int TLS_1_0 = 0x0301;
    public static final int TLS_1_1 = 0x0302;
    public static final int TLS_1_2 = 0x0303;

    public static final int ECDHE_ECDSA_AES_128_GCM_SHA256 = 0xC02B;
    /** In CBC mode. */
    public static final int ECDHE_ECDSA_AES_128_CBC_SHA256 = 0xC023;
    /** Not forward secret. */
    public static final int RSA_AES_128_GCM_SHA256 = 0x009C;

    private static final byte[] NO_RANDOM = new byte[32];
    /** Of the curves P-256, of the signatures ECDSA with SHA-256; enough for an answer. */
    private static final byte[] EXTENSIONS =
            bytes(0, 10, 0, 4, 0, 2, 0, 23, 0, 13, 0, 4, 0, 2, 4, 3, 0, 11, 0, 2, 1, 0);

    private ClientHello() {}

    /** Offers one version and one cipher suite. */
    public static byte[] offering(int version, int suite) {
        byte[] body = concat(
                number(version),
                NO_RANDOM,
                bytes(0), // no session to resume
                number(2),
                number(suite),
                bytes(1, 0), // no compression
                number(EXTENSIONS.length),
                EXTENSIONS);
        byte[] message = concat(bytes(1, 0), number(body.length), body);
        return concat(bytes(22, 3, 1), number(message.length), message);
    }

    private static byte[] number(int value) {
        return bytes(value >> 8, value);
    }

    private static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
