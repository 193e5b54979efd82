package io.bellcord.broker.testing;

import io.bellcord.broker.testing.TestAuthority.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for {@code localhost}, made when a test JVM first needs it, and clients that trust its authority. */
public final class TestTls {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Authority for tests");
    private static final TestCertificate SERVER = server();
    private static final Path FOLDER = write();

    private TestTls() {}

    /** A new certificate of the authority that clients trust. */
    public static TestCertificate server() {
        return AUTHORITY.sign(request());
    }

    /** For one that is out of the ordinary. */
    public static Request request() {
        return Request.of("CN=localhost").localhost();
    }

    public static TestAuthority authority() {
        return AUTHORITY;
    }

    private static Path write() {
        try {
            Path folder = Files.createTempDirectory("bellcord-tls");
            folder.toFile().deleteOnExit();
            write(folder.resolve("tls.crt"), SERVER.chainPem());
            write(folder.resolve("tls.key"), SERVER.keyPem());
            write(folder.resolve("ca.crt"), AUTHORITY.pem());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text).toFile().deleteOnExit();
    }

    public static Path certificateFile() {
        return FOLDER.resolve("tls.crt");
    }

    public static Path privateKeyFile() {
        return FOLDER.resolve("tls.key");
    }

    /** Of the authority. */
    public static Path authorityFile() {
        return FOLDER.resolve("ca.crt");
    }

    /** The command line of a Redis that has it. */
    public static List<String> redisOptions(int port) {
        return List.of(
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                certificateFile().toString(),
                "--tls-key-file",
                privateKeyFile().toString(),
                "--tls-ca-cert-file",
                authorityFile().toString(),
                "--tls-auth-clients",
                "no");
    }

    /** Of a client that trusts the server and has no certificate. */
    public static SSLContext client() {
        return client(new KeyManager[0]);
    }

    /** Of a client that shows a certificate. */
    public static SSLContext client(TestCertificate certificate) {
        return client(certificate.keyManagers());
    }

    /** Of one that speaks this version of TLS at most. */
    public static SSLContext client(TestCertificate certificate, String version) {
        return context(certificate.keyManagers(), version);
    }

    /** Of a client that chooses for itself. */
    public static SSLContext client(KeyManager[] own) {
        return context(own, "TLS");
    }

    private static SSLContext context(KeyManager[] own, String version) {
        try {
            SSLContext context = SSLContext.getInstance(version);
            context.init(own, trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static TrustManagerFactory trust() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", AUTHORITY.certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
