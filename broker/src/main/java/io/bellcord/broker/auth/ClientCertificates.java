package io.bellcord.broker.auth;

import io.bellcord.broker.auth.Verdict.Denied;
import io.bellcord.broker.auth.Verdict.Granted;
import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.ClientAuthority;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.tls.Certificates;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the certificates that trackers log in with: O of the subject names the provider, CN the bus. Only authorities of
 * that provider count (RFC 5280, 6): whatever another's sign, it is nobody here. TLS has shown before that the client
 * holds the certificate's key.
 */
final class ClientCertificates {
    /** For clients of TLS; for anything (RFC 5280, 4.2.1.12). */
    private static final Set<String> PURPOSES = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    private static final int SIGNS_DATA = 0; // RFC 5280, 4.2.1.3

    private final Clock clock;

    ClientCertificates(Clock clock) {
        this.clock = clock;
    }

    /** @param chain the client's own first, at least that one */
    Verdict verify(Providers providers, @Nullable String username, List<X509Certificate> chain) {
        var subject = CertificateSubject.of(chain.getFirst().getSubjectX500Principal());
        Optional<ProviderId> named =
                subject.organization().filter(ProviderId::isValid).map(ProviderId::new);
        Optional<Provider> provider = named.flatMap(providers::find);
        if (provider.isEmpty()) {
            return new Denied(
                    Reason.UNKNOWN_PROVIDER,
                    "O of the certificate's subject must be the provider's id, once, but is "
                            + subject.organization().map(Printable::of).orElse("not"));
        }
        if (username != null
                && !username.isEmpty()
                && !username.equals(provider.get().id().value())) {
            return new Denied(
                    Reason.WRONG_PROVIDER,
                    "The certificate is for provider " + provider.get().id() + " but the username is "
                            + Printable.of(username) + "; leave it out");
        }
        if (!provider.get().enabled()) {
            return new Denied(
                    Reason.PROVIDER_DISABLED,
                    "Provider " + provider.get().id() + " is disabled; ask who runs Bellcord");
        }
        return verify(provider.get(), subject, chain);
    }

    private Verdict verify(Provider provider, CertificateSubject subject, List<X509Certificate> chain) {
        Optional<String> misuse = misuse(chain.getFirst());
        if (misuse.isPresent()) {
            return new Denied(Reason.CERTIFICATE_INVALID, misuse.get());
        }
        try {
            ClientAuthority authority = validate(provider, chain);
            return grant(provider, authority, subject, chain);
        } catch (CertPathValidatorException e) {
            return fault(provider, e);
        } catch (GeneralSecurityException e) {
            return new Denied(Reason.CERTIFICATE_INVALID, "The certificate's chain cannot be used");
        }
    }

    /** Why this is no certificate for a client. */
    private static Optional<String> misuse(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() >= 0) {
            return Optional.of("The certificate is an authority's; a tracker needs one of its own");
        }
        if (usage != null && !usage[SIGNS_DATA]) {
            return Optional.of("The certificate's keyUsage must include digitalSignature");
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.stream().anyMatch(PURPOSES::contains)
                    ? Optional.empty()
                    : Optional.of("The certificate's extendedKeyUsage must include clientAuth");
        } catch (CertificateParsingException e) {
            return Optional.of("The certificate's extendedKeyUsage cannot be read");
        }
    }

    /** The provider's authority that the chain leads to. */
    private ClientAuthority validate(Provider provider, List<X509Certificate> chain) throws GeneralSecurityException {
        Instant now = clock.instant();
        Set<TrustAnchor> anchors = provider.authorities().list().stream()
                .filter(authority -> authority.isActive(now))
                .map(authority -> new TrustAnchor(authority.certificate(), null))
                .collect(Collectors.toUnmodifiableSet());
        if (anchors.isEmpty()) {
            throw new CertPathValidatorException("no authority", null, null, -1, PKIXReason.NO_TRUST_ANCHOR);
        }
        var parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false); // nothing is fetched; what we revoke is checked below
        parameters.setDate(Date.from(now));
        Set<X509Certificate> trusted =
                anchors.stream().map(TrustAnchor::getTrustedCert).collect(Collectors.toUnmodifiableSet());
        List<X509Certificate> path =
                chain.stream().takeWhile(one -> !trusted.contains(one)).toList();
        var result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        return new ClientAuthority(result.getTrustAnchor().getTrustedCert());
    }

    private static Verdict grant(
            Provider provider, ClientAuthority authority, CertificateSubject subject, List<X509Certificate> chain) {
        Optional<BusId> bus = subject.commonName().filter(BusId::isValid).map(BusId::new);
        if (bus.isEmpty()) {
            return new Denied(
                    Reason.MISSING_BUS,
                    "CN of the certificate's subject must be the bus, once: 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        String fingerprint = Certificates.fingerprint(chain.getFirst());
        if (provider.revocations().coverCertificate(fingerprint)) {
            return new Denied(Reason.CERTIFICATE_REVOKED, "The certificate was revoked; get a new one");
        }
        Instant end = Stream.concat(chain.stream(), Stream.of(authority.certificate()))
                .map(one -> one.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
        var proof = new Proof.Certificate(fingerprint, authority.fingerprint());
        return new Granted(new Grant(provider.id(), Role.TRACKER, bus.get().value(), bus, end, proof));
    }

    private static Denied fault(Provider provider, CertPathValidatorException e) {
        if (e.getReason() == BasicReason.EXPIRED) {
            return new Denied(Reason.CERTIFICATE_EXPIRED, "The certificate, or one that it depends on, has expired");
        }
        if (e.getReason() == BasicReason.NOT_YET_VALID) {
            return new Denied(Reason.CERTIFICATE_INVALID, "The certificate is not valid yet");
        }
        return e.getReason() == PKIXReason.NO_TRUST_ANCHOR || e.getReason() == BasicReason.INVALID_SIGNATURE
                ? new Denied(
                        Reason.CERTIFICATE_UNTRUSTED,
                        "No authority of provider " + provider.id() + " has signed the certificate; send those between "
                                + "them too, or register it: admin ca add")
                : new Denied(Reason.CERTIFICATE_INVALID, "The certificate's chain does not hold");
    }
}
