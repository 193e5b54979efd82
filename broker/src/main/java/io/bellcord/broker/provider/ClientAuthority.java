package io.bellcord.broker.provider;

import io.bellcord.broker.provider.RefusedException.Reason;
import io.bellcord.broker.tls.Certificates;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;

/** Signs the certificates that a provider's trackers log in with. */
public record ClientAuthority(X509Certificate certificate) {
    private static final int SIGNS_CERTIFICATES = 5; // RFC 5280, 4.2.1.3
    private static final int SHORTEST_RSA_BITS = 2048;
    private static final int SHORTEST_EC_BITS = 256;

    /** SHA-256 in 64 hexadecimal digits. */
    public String fingerprint() {
        return Certificates.fingerprint(certificate);
    }

    /** Its subject, as {@code CN=Kreisbus trackers,O=Kreisbus}. */
    public String name() {
        return certificate.getSubjectX500Principal().getName();
    }

    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    public boolean isActive(Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant()) && !now.isAfter(notAfter());
    }

    /**
     * From a PEM file's text.
     *
     * @throws RefusedException if it is not one certificate of an authority
     */
    public static ClientAuthority parse(String pem) {
        List<X509Certificate> found;
        try {
            found = Certificates.parse(pem);
        } catch (CertificateException e) {
            throw unusable("it cannot be read; name a PEM file");
        }
        if (found.size() != 1) {
            throw unusable("the file holds " + found.size() + " certificates; name one with the authority's alone");
        }
        requireAuthority(found.getFirst());
        requireStrength(found.getFirst().getPublicKey());
        return new ClientAuthority(found.getFirst());
    }

    private static void requireAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || (usage != null && !usage[SIGNS_CERTIFICATES])) {
            throw unusable("it may not sign others; make it with basicConstraints=critical,CA:TRUE and, if it has a "
                    + "keyUsage, keyCertSign");
        }
    }

    private static void requireStrength(PublicKey key) {
        boolean weak = switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() < SHORTEST_RSA_BITS;
            case ECPublicKey ec -> ec.getParams().getOrder().bitLength() < SHORTEST_EC_BITS;
            default -> false;
        };
        if (weak) {
            throw unusable("its key is too short; use EC P-256 or RSA of 2048 bits or more");
        }
    }

    private static RefusedException unusable(String why) {
        return new RefusedException(Reason.UNUSABLE_CERTIFICATE, "The certificate cannot be used: " + why);
    }
}
