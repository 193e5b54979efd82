package io.bellcord.broker.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** X.509 certificates between PEM and the JDK. */
public final class Certificates {
    private static final String LABEL = "CERTIFICATE";

    private Certificates() {}

    /** Those of a PEM text in their order; what else stands in it is passed over. */
    public static List<X509Certificate> parse(String pem) throws CertificateException {
        var factory = CertificateFactory.getInstance("X.509");
        var found = new ArrayList<X509Certificate>();
        for (Pem block : Pem.blocks(pem)) {
            if (block.label().equals(LABEL)) {
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(decode(block))));
            }
        }
        return found;
    }

    private static byte[] decode(Pem block) throws CertificateException {
        try {
            return block.decode();
        } catch (IllegalArgumentException e) {
            throw new CertificateException(e);
        }
    }

    /** In PEM (RFC 7468). */
    public static String pem(X509Certificate certificate) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded(certificate));
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // it was decoded from what it encodes to
        }
    }

    /** Its SHA-256 in 64 hexadecimal digits: {@code openssl x509 -noout -fingerprint -sha256} without the colons. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded(certificate)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
