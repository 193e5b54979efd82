package io.bellcord.broker.tls;

import static javax.net.ssl.SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.bellcord.broker.config.StartRefused;
import io.bellcord.broker.testing.TestAuthority;
import io.bellcord.broker.testing.TestCertificate;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.testing.TestKeys;
import io.bellcord.broker.testing.TestTls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerTlsTest {
    private final TestClock clock = new TestClock(Instant.now());
    private final TestCertificate good = TestTls.server();

    @TempDir
    private Path folder;

    @Test
    void tellsOfBothFilesAtOnceWithTheWayOut() {
        assertThatThrownBy(this::open).isInstanceOf(StartRefused.class).hasMessage("""
                        Cannot start:
                          bellcord.tls.certificate  %s does not exist: check the path
                          bellcord.tls.private-key  %s does not exist: check the path""".formatted(certificate(), key()));
    }

    @Test
    void tellsThatTheKeyIsAnothers() throws IOException {
        write(good.chainPem(), TestTls.server().keyPem());

        assertThatThrownBy(this::open).hasMessageContaining("tls.key does not belong to the certificate");
    }

    @Test
    void tellsHowToTakeAPasswordOff() throws IOException {
        write(good.chainPem(), TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));

        assertThatThrownBy(this::open).hasMessageContaining("is locked with a password: take it off with openssl pkey");
    }

    @Test
    void tellsTheSameOfAnOlderForm() throws IOException {
        String locked = TestCertificate.pem("EC PRIVATE KEY", new byte[] {1, 2, 3})
                .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n");
        write(good.chainPem(), locked);

        assertThatThrownBy(this::open).hasMessageContaining("is locked with a password: take it off with openssl pkey");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void servesWithKeysOfEveryKindAndForm(KeyForm form) throws Exception {
        TestCertificate certificate = TestTls.authority().sign(TestTls.request().with(form.keys()));
        write(certificate.chainPem(), form.pem());

        try (ServerTls tls = open()) {
            SSLEngine client = TestTls.client().createSSLEngine("localhost", 0);
            client.setUseClientMode(true);

            shakeHands(client, tls.newEngine());

            assertThat(client.getSession().getPeerCertificates()[0]).isEqualTo(certificate.certificate());
        }
    }

    /** A key as a tool writes it. */
    record KeyForm(String what, KeyPair keys, String pem) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<KeyForm> keys() throws IOException {
        KeyPair rsa = TestKeys.rsa(2048);
        KeyPair ec = TestKeys.ec("secp256r1");
        KeyPair large = TestKeys.ec("secp384r1");
        return Stream.of(
                form("PKCS #8, RSA", rsa, "PRIVATE KEY", rsa.getPrivate().getEncoded()),
                form("PKCS #1, RSA", rsa, "RSA PRIVATE KEY", inside(rsa)),
                form("PKCS #8, EC", ec, "PRIVATE KEY", ec.getPrivate().getEncoded()),
                form("SEC 1, EC, as short as can be", ec, "EC PRIVATE KEY", inside(ec)),
                new KeyForm("SEC 1, EC, as openssl ecparam -genkey writes it", ec, asOpensslWritesIt(ec)),
                new KeyForm("SEC 1, EC P-384", large, asOpensslWritesIt(large)));
    }

    private static KeyForm form(String what, KeyPair keys, String label, byte[] encoded) {
        return new KeyForm(what, keys, TestCertificate.pem(label, encoded));
    }

    /** What PKCS #8 wraps: the older form (RFC 8017, A.1.2; RFC 5915). */
    private static byte[] inside(KeyPair keys) throws IOException {
        return info(keys).parsePrivateKey().toASN1Primitive().getEncoded();
    }

    private static PrivateKeyInfo info(KeyPair keys) {
        return PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
    }

    /** With the curve, the public key, and the curve once more in a block of its own. */
    private static String asOpensslWritesIt(KeyPair keys) throws IOException {
        var key = (ECPrivateKey) keys.getPrivate();
        ASN1Encodable curve = info(keys).getPrivateKeyAlgorithm().getParameters();
        byte[] publicKey = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded())
                .getPublicKeyData()
                .getBytes();
        var encoded = new org.bouncycastle.asn1.sec.ECPrivateKey(
                key.getParams().getOrder().bitLength(), key.getS(), new DERBitString(publicKey), curve);
        return TestCertificate.pem("EC PARAMETERS", curve.toASN1Primitive().getEncoded())
                + TestCertificate.pem("EC PRIVATE KEY", encoded.getEncoded());
    }

    /** Carries what one says to the other until neither has anything left to say. */
    private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        while (client.getHandshakeStatus() != NOT_HANDSHAKING || server.getHandshakeStatus() != NOT_HANDSHAKING) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            default -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(1 << 16));
                in.compact();
            }
        }
    }

    @Test
    void tellsOfAFolderWhereAFileShouldBe() throws IOException {
        Files.createDirectory(certificate());
        Files.writeString(key(), good.keyPem());

        assertThatThrownBy(this::open).hasMessageContaining("tls.crt cannot be read (Is a directory): name a PEM file");
    }

    @Test
    void tellsWhoMayNotReadTheKey() throws IOException {
        write(good.chainPem(), good.keyPem());
        Files.setPosixFilePermissions(key(), Set.of());
        assumeFalse(Files.isReadable(key()), "root may read everything");

        assertThatThrownBy(this::open)
                .hasMessageContaining("tls.key may not be read by user " + System.getProperty("user.name"));
    }

    @Test
    void tellsThatThereIsNoPem() throws IOException {
        write("nothing", "nothing");

        assertThatThrownBy(this::open).hasMessageContaining("tls.crt holds no -----BEGIN CERTIFICATE-----");

        write(good.chainPem(), "nothing");

        assertThatThrownBy(this::open).hasMessageContaining("tls.key holds no -----BEGIN PRIVATE KEY-----");
    }

    @Test
    void tellsThatTheCertificateHasExpired() throws IOException {
        write(good.chainPem(), good.keyPem());
        clock.advance(Duration.ofDays(91));

        assertThatThrownBy(this::open)
                .hasMessageContaining("(CN=localhost) expired at ")
                .hasMessageEndingWith("renew it");
    }

    @Test
    void tellsThatTheChainIsOutOfOrder() throws IOException {
        TestCertificate ofAnother = TestAuthority.named("Another").sign(TestTls.request());
        write(good.chainPem() + ofAnother.chainPem(), good.keyPem());

        assertThatThrownBy(this::open).hasMessageContaining("its certificate 2 has not signed the one before");
    }

    @Test
    void saysOfOneThatExpiresWhileItIsServedThatClientsRefuseIt() throws IOException {
        Instant end = clock.instant().plus(Duration.ofDays(20)).truncatedTo(ChronoUnit.SECONDS);
        TestCertificate brief = TestTls.authority().sign(TestTls.request().until(end));
        write(brief.chainPem(), brief.keyPem());
        try (ServerTls tls = open()) {
            assertThat(tls.problem()).isEmpty();

            clock.advance(Duration.ofDays(7));
            assertThat(tls.problem()).hasValue("the certificate expires at " + end + "; renew " + certificate());

            clock.advance(Duration.ofDays(14));
            assertThat(tls.problem())
                    .hasValue("the certificate expired at " + end + " and clients refuse it; renew " + certificate());
        }
    }

    private ServerTls open() {
        return ServerTls.open(
                new CertificateFiles(certificate(), key()), Duration.ofHours(1), clock, new SimpleMeterRegistry());
    }

    private void write(String certificate, String key) throws IOException {
        Files.writeString(certificate(), certificate);
        Files.writeString(key(), key);
    }

    private Path certificate() {
        return folder.resolve("tls.crt");
    }

    private Path key() {
        return folder.resolve("tls.key");
    }
}
