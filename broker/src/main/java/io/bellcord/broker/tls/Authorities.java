package io.bellcord.broker.tls;

import io.bellcord.broker.config.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Who has signed the certificates of servers that Bellcord connects to. */
public final class Authorities {
    private Authorities() {}

    /**
     * Those to trust, and nobody else.
     *
     * @param setting which names the file
     * @param file certificates in PEM
     * @throws StartRefused if it holds none, or what is none
     */
    public static KeyStore of(String setting, Path file) {
        return switch (FileText.of(file)) {
            case FileText.Unreadable(String why) -> throw refused(setting, file, why);
            case FileText.Text(String text) -> store(read(setting, file, text));
        };
    }

    private static List<X509Certificate> read(String setting, Path file, String text) {
        try {
            List<X509Certificate> found = Certificates.parse(text);
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException _) {
            throw refused(setting, file, "holds a certificate that cannot be read: name a PEM file");
        }
        throw refused(setting, file, "holds no -----BEGIN CERTIFICATE-----: name a PEM file");
    }

    private static StartRefused refused(String setting, Path file, String why) {
        return new StartRefused("Cannot start:\n  " + setting + "  " + file + " " + why);
    }

    private static KeyStore store(List<X509Certificate> trusted) {
        try {
            KeyStore store = KeyStore.getInstance("JKS"); // in memory only
            store.load(null, null);
            for (X509Certificate each : trusted) {
                store.setCertificateEntry(Integer.toString(store.size()), each);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates that were read cannot be trusted", e);
        }
    }
}
