package io.bellcord.broker.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the private key that belongs to a certificate: PKCS #8, or the older forms that some tools still write. */
final class PrivateKeys {
    private static final String LOCKED = "ENCRYPTED PRIVATE KEY";
    private static final Set<String> OLDER = Set.of("RSA PRIVATE KEY", "EC PRIVATE KEY"); // RFC 8017; RFC 5915
    private static final byte[] SOMETHING =
            "whatever can be signed".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** A key, or why there is none, to follow the file's name in a sentence. */
    sealed interface Result {
        record Found(PrivateKey key) implements Result {}

        record Fault(String why) implements Result {}
    }

    private PrivateKeys() {}

    static Result parse(String text, PublicKey certified) {
        List<Pem> blocks = Pem.blocks(text);
        Optional<Pem> key = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .findFirst();
        if (key.isEmpty()) {
            return new Result.Fault("holds no -----BEGIN PRIVATE KEY-----: name the certificate's key in PEM");
        }
        boolean locked = key.get().label().equals(LOCKED) || key.get().content().contains("ENCRYPTED");
        return locked
                ? new Result.Fault(
                        "is locked with a password: take it off with openssl pkey -in FILE -out NEW, and let "
                                + "nobody else read the new file")
                : matching(key.get(), certified);
    }

    private static Result matching(Pem pem, PublicKey certified) {
        try {
            byte[] encoded = OLDER.contains(pem.label()) ? inPkcs8(pem.decode(), certified) : pem.decode();
            PrivateKey key =
                    KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (belongTogether(key, certified)) {
                return new Result.Found(key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Told below: a key of another kind cannot be read as one of this; and a parser's message may quote the
            // key.
        }
        return new Result.Fault("does not belong to the certificate: name the " + certified.getAlgorithm()
                + " key that it was made with");
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        var signature = Signature.getInstance(signatureWith(certified.getAlgorithm()));
        signature.initSign(key);
        signature.update(SOMETHING);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(SOMETHING);
        return signature.verify(signed);
    }

    private static String signatureWith(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm; // EdDSA and its like say it all
        };
    }

    /** PrivateKeyInfo of RFC 5208: version 0, the algorithm as the certificate has it, the key. */
    private static byte[] inPkcs8(byte[] key, PublicKey certified) {
        byte[] version = {2, 1, 0};
        return der(0x30, version, algorithmOf(certified.getEncoded()), der(0x04, key));
    }

    /** The first part of SubjectPublicKeyInfo (RFC 5280, 4.1): a sequence in a sequence, each shorter than 128 bytes or not. */
    private static byte[] algorithmOf(byte[] publicKey) {
        int start = headerLength(publicKey, 0);
        int end = start + headerLength(publicKey, start) + publicKey[start + 1];
        return java.util.Arrays.copyOfRange(publicKey, start, end);
    }

    private static int headerLength(byte[] der, int at) {
        int length = der[at + 1] & 0xFF;
        return length < 0x80 ? 2 : 2 + (length & 0x7F);
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            out.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
