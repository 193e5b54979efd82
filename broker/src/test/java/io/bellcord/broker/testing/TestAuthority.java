package io.bellcord.broker.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates of every kind, good and bad. */
public final class TestAuthority {
    private final X509Certificate certificate;
    private final KeyPair keys;
    /** Those between what it signs and its own authority; none for one that signs itself. */
    private final List<X509Certificate> between;

    private TestAuthority(X509Certificate certificate, KeyPair keys, List<X509Certificate> between) {
        this.certificate = certificate;
        this.keys = keys;
        this.between = between;
    }

    /**
     * What is to be certified.
     *
     * @param subject as {@code O=kb,CN=1001}
     * @param isAuthority whether it may sign others
     */
    public record Request(
            String subject,
            KeyPair keys,
            Instant notBefore,
            Instant notAfter,
            boolean isAuthority,
            Optional<KeyPurposeId> purpose,
            boolean forLocalhost) {
        /** Of an elliptic curve, good from an hour ago for 90 days. */
        public static Request of(String subject) {
            Instant now = Instant.now();
            return new Request(
                    subject,
                    newEcKeys(),
                    now.minus(Duration.ofHours(1)),
                    now.plus(Duration.ofDays(90)),
                    false,
                    Optional.empty(),
                    false);
        }

        public Request with(KeyPair otherKeys) {
            return new Request(subject, otherKeys, notBefore, notAfter, isAuthority, purpose, forLocalhost);
        }

        public Request from(Instant instant) {
            return new Request(subject, keys, instant, notAfter, isAuthority, purpose, forLocalhost);
        }

        public Request until(Instant instant) {
            return new Request(subject, keys, notBefore, instant, isAuthority, purpose, forLocalhost);
        }

        public Request authority() {
            return new Request(subject, keys, notBefore, notAfter, true, purpose, forLocalhost);
        }

        public Request onlyFor(KeyPurposeId one) {
            return new Request(subject, keys, notBefore, notAfter, isAuthority, Optional.of(one), forLocalhost);
        }

        public Request localhost() {
            return new Request(subject, keys, notBefore, notAfter, isAuthority, purpose, true);
        }
    }

    /** One that signs itself. */
    public static TestAuthority named(String name) {
        Request request = Request.of("CN=" + name).authority();
        return new TestAuthority(
                sign(request, new X500Principal(request.subject()), request.keys()), request.keys(), List.of());
    }

    /** One that this one vouches for. */
    public TestAuthority intermediate(String name) {
        return intermediate(Request.of("CN=" + name).authority());
    }

    /** One that acts as an authority, whether or not the request lets it. */
    public TestAuthority intermediate(Request request) {
        TestCertificate signed = sign(request);
        return new TestAuthority(signed.certificate(), request.keys(), signed.chain());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        return TestCertificate.pem(certificate);
    }

    public TestCertificate sign(String subject) {
        return sign(Request.of(subject));
    }

    public TestCertificate sign(Request request) {
        List<X509Certificate> chain =
                new ArrayList<>(List.of(sign(request, certificate.getSubjectX500Principal(), keys)));
        chain.addAll(between);
        return new TestCertificate(chain, request.keys().getPrivate());
    }

    private static X509Certificate sign(Request request, X500Principal issuer, KeyPair issuerKeys) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(120, new SecureRandom()),
                    Date.from(request.notBefore()),
                    Date.from(request.notAfter()),
                    new X500Principal(request.subject()),
                    request.keys().getPublic());
            extend(builder, request);
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new AssertionError(e);
        }
    }

    private static void extend(JcaX509v3CertificateBuilder builder, Request request) throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(request.isAuthority()));
        if (request.purpose().isPresent()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(request.purpose().get()));
        }
        if (request.forLocalhost()) {
            var names = new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            };
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
    }

    public static KeyPair newEcKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
