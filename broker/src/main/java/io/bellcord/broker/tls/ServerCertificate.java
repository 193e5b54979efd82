package io.bellcord.broker.tls;

import io.bellcord.broker.tls.CertificateFiles.Content;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The server's own certificate, checked.
 *
 * @param chain the server's first, then who signed it, and so on
 * @param key of the first
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    static final String CERTIFICATE = "bellcord.tls.certificate";
    static final String PRIVATE_KEY = "bellcord.tls.private-key";

    /** When the first of the chain expires: then clients no longer take it. */
    Instant notAfter() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** @throws UnusableCertificate telling all that is wrong with both files */
    static ServerCertificate of(CertificateFiles files, Content content, Instant now) throws UnusableCertificate {
        return new Reading(files, now).read(content);
    }

    @Override
    public String toString() {
        return "ServerCertificate[" + chain.getFirst().getSubjectX500Principal() + "]";
    }

    private static final class Reading {
        private final CertificateFiles files;
        private final Instant now;
        private final List<String> problems = new ArrayList<>();

        Reading(CertificateFiles files, Instant now) {
            this.files = files;
            this.now = now;
        }

        ServerCertificate read(Content content) throws UnusableCertificate {
            List<X509Certificate> chain = chain(content.certificate());
            List<PrivateKey> key = key(content.privateKey(), chain);
            if (!problems.isEmpty()) {
                throw new UnusableCertificate(problems);
            }
            return new ServerCertificate(chain, key.getFirst());
        }

        private List<X509Certificate> chain(FileText file) {
            return switch (file) {
                case FileText.Unreadable(String why) -> {
                    certificateFault(why);
                    yield List.of();
                }
                case FileText.Text(String text) -> chain(text);
            };
        }

        private List<X509Certificate> chain(String text) {
            List<X509Certificate> chain = List.of();
            try {
                chain = Certificates.parse(text);
            } catch (CertificateException e) {
                certificateFault("holds a certificate that cannot be read: name a PEM file");
                return chain;
            }
            if (chain.isEmpty()) {
                certificateFault("holds no -----BEGIN CERTIFICATE-----: name a PEM file");
            }
            checkOrder(chain);
            chain.forEach(this::checkDates);
            return chain;
        }

        private void checkOrder(List<X509Certificate> chain) {
            for (int i = 1; i < chain.size(); i++) {
                if (!chain.get(i - 1)
                        .getIssuerX500Principal()
                        .equals(chain.get(i).getSubjectX500Principal())) {
                    certificateFault(
                            "is no chain: its certificate " + (i + 1) + " has not signed the one before; put the "
                                    + "server's first, then who signed it, and so on");
                }
            }
        }

        private void checkDates(X509Certificate certificate) {
            Instant from = certificate.getNotBefore().toInstant();
            Instant until = certificate.getNotAfter().toInstant();
            String whose = "(" + certificate.getSubjectX500Principal() + ") ";
            if (now.isAfter(until)) {
                certificateFault(whose + "expired at " + until + ": renew it");
            } else if (now.isBefore(from)) {
                certificateFault(whose + "is not valid before " + from + ", and it is " + now + ": check the clock");
            }
        }

        private List<PrivateKey> key(FileText file, List<X509Certificate> chain) {
            switch (file) {
                case FileText.Unreadable(String why) -> keyFault(why);
                case FileText.Text(String text)
                when !chain.isEmpty() -> {
                    switch (PrivateKeys.parse(text, chain.getFirst().getPublicKey())) {
                        case PrivateKeys.Result.Found(PrivateKey key) -> {
                            return List.of(key);
                        }
                        case PrivateKeys.Result.Fault(String why) -> keyFault(why);
                    }
                }
                case FileText.Text _ -> {} // without its certificate nothing can be said of a key
            }
            return List.of();
        }

        private void certificateFault(String why) {
            problems.add(CERTIFICATE + "  " + files.certificate() + " " + why);
        }

        private void keyFault(String why) {
            problems.add(PRIVATE_KEY + "  " + files.privateKey() + " " + why);
        }
    }
}
