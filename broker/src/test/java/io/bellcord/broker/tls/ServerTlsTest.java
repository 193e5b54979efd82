package io.bellcord.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.config.StartRefused;
import io.bellcord.broker.testing.TestAuthority;
import io.bellcord.broker.testing.TestCertificate;
import io.bellcord.broker.testing.TestClock;
import io.bellcord.broker.testing.TestTls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
