package io.bellcord.broker;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestCertificate;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new certificate without a restart, laid out as Kubernetes mounts a secret: links to a folder behind another link. */
class CertificateReloadIT {
    @TempDir
    private Path folder;

    private TestCertificate first;
    private TestBroker broker;

    @BeforeEach
    void start() throws IOException {
        first = TestTls.server();
        mount("1", first.chainPem(), first.keyPem());
        for (String file : new String[] {"tls.crt", "tls.key"}) {
            Files.createSymbolicLink(folder.resolve(file), Path.of("..data", file));
        }
        broker = TestBroker.start(Map.of(
                "bellcord.tls.certificate", folder.resolve("tls.crt").toString(),
                "bellcord.tls.private-key", folder.resolve("tls.key").toString()));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void newConnectionsGetTheNewCertificateAndLiveOnesGoOn() throws IOException {
        try (TestClient before = broker.connected(Flavour.HIVEMQ_5_TLS, "kb", Role.RIDER)) {
            assertThat(served()).isEqualTo(first.certificate());
            TestCertificate second = TestTls.server();

            mount("2", second.chainPem(), second.keyPem());

            await().until(() -> served().equals(second.certificate()));
            assertThat(before.subscribe("bus/kb/1")).isZero();
            assertThat(broker.get("/health/ready")).doesNotContain("certificate");
            assertThat(broker.metrics()).contains("bellcord_tls_reloads_total{outcome=\"replaced\"} 1.0");
        }
    }

    @Test
    void aKeyThatDoesNotMatchLeavesTheLastGoodPairInPlaceAndIsTold() throws IOException {
        TestCertificate second = TestTls.server();

        mount("2", second.chainPem(), first.keyPem());

        await().until(() -> broker.get("/health/ready").contains("a new certificate is not used since 20"));
        assertThat(broker.get("/health/ready")).contains("tls.key does not belong to the certificate");
        assertThat(served()).isEqualTo(first.certificate());

        mount("3", second.chainPem(), second.keyPem());

        await().until(() -> served().equals(second.certificate()));
        assertThat(broker.get("/health/ready")).contains("\"ready\"");
        assertThat(broker.metrics()).contains("bellcord_tls_reloads_total{outcome=\"refused\"} 1.0");
    }

    @Test
    void oneThatExpiresSoonIsToldByHealthAndMetrics() throws IOException {
        Instant end = Instant.now().plus(Duration.ofDays(10)).truncatedTo(ChronoUnit.SECONDS);
        TestCertificate soon = TestTls.authority().sign(TestTls.request().until(end));

        mount("2", soon.chainPem(), soon.keyPem());

        await().until(() -> broker.get("/health/ready").contains("the certificate expires at " + end));
        String metric = broker.metrics()
                .lines()
                .filter(line -> line.startsWith("bellcord_tls_certificate_not_after_seconds "))
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(metric.split(" ")[1])).isEqualTo((double) end.getEpochSecond());
    }

    /** As the kubelet does: a new folder, and the link to it swapped by a rename. */
    private void mount(String version, String certificate, String key) throws IOException {
        Path data = Files.createDirectory(folder.resolve("..v" + version));
        Files.writeString(data.resolve("tls.crt"), certificate);
        Files.writeString(data.resolve("tls.key"), key);
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), data.getFileName());
        Files.move(link, folder.resolve("..data"), ATOMIC_MOVE, REPLACE_EXISTING);
    }

    private Certificate served() throws IOException {
        var address = broker.mqttTls();
        try (var socket = (SSLSocket)
                TestTls.client().getSocketFactory().createSocket(address.getHostString(), address.getPort())) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }
}
