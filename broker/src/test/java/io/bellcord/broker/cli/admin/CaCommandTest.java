package io.bellcord.broker.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.cli.admin.AdminShell.Ran;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.provider.Revocations;
import io.bellcord.broker.testing.TestAuthority;
import io.bellcord.broker.testing.TestAuthority.Request;
import io.bellcord.broker.testing.TestCertificate;
import io.bellcord.broker.testing.TestKeys;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.tls.Certificates;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authorities of trackers' certificates, as an operator handles them. */
class CaCommandTest {
    private final AdminShell admin = AdminShell.over(TestPostgres.newSettings(), Map.of());
    private final TestAuthority authority = TestAuthority.named("Kreisbus trackers");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void addProviders() {
        admin.run("provider add kb --name Kreisbus --no-key");
        admin.run("provider add other --name Other --no-key");
    }

    @Test
    void addsListsAndRemovesOne() throws IOException {
        String fingerprint = Certificates.fingerprint(authority.certificate());

        assertThat(add("kb", authority.pem()).out())
                .isEqualTo("Added authority " + fingerprint + " (CN=Kreisbus trackers) of provider kb\n");
        assertThat(admin.run("ca list --provider kb")
                        .out()
                        .lines()
                        .toList()
                        .getLast()
                        .split(" {2,}"))
                .containsExactly(
                        fingerprint,
                        "CN=Kreisbus trackers",
                        "yes",
                        authority.certificate().getNotAfter().toInstant().toString());

        assertThat(admin.run("ca remove --provider kb " + fingerprint).out())
                .isEqualTo("Removed authority " + fingerprint + " of provider kb\n");
        assertThat(admin.run("ca list --provider kb --json").json().at("/authorities"))
                .isEmpty();
    }

    @Test
    void takesAFingerprintAsOpensslWritesIt() throws IOException {
        add("kb", authority.pem());

        assertThat(admin.run("ca remove --provider kb " + asOpensslWritesIt(authority.certificate()))
                        .code())
                .isZero();
    }

    @Test
    void listsOneThatHasExpiredAsNotValid() throws IOException {
        Instant end = Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        Request expired = Request.of("CN=Old")
                .authority()
                .from(end.minus(Duration.ofDays(1)))
                .until(end);
        add("kb", authority.sign(expired).chainPem());
        add("kb", authority.pem());

        var listed = admin.run("ca list --provider kb --json").json().at("/authorities");

        assertThat(listed.findValuesAsText("name")).containsExactly("CN=Kreisbus trackers", "CN=Old");
        assertThat(listed.findValuesAsText("valid")).containsExactly("true", "false");
        assertThat(listed.at("/1/notAfter").asText()).isEqualTo(end.toString());
    }

    @Test
    void vouchesForOneProviderOnly() throws IOException {
        add("kb", authority.pem());

        assertThat(add("kb", authority.pem()).err()).contains("is registered already");
        Ran another = add("other", authority.pem());

        assertThat(another.code()).isEqualTo(1);
        assertThat(another.err()).contains("one vouches for one provider only");
        assertThat(admin.run("ca list --provider other --json").json().at("/authorities"))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoAuthorityWithTheWayOut() throws IOException {
        TestCertificate tracker = authority.sign("O=kb,CN=1001");

        assertRefused(tracker.keyPem(), "holds 0 certificates");
        assertRefused(authority.pem() + authority.pem(), "holds 2 certificates");
        assertRefused(tracker.chainPem(), "basicConstraints=critical,CA:TRUE");
        assertRefused(TestCertificate.pem("CERTIFICATE", new byte[] {1, 2, 3}), "it cannot be read");
        Request weak = Request.of("CN=Weak").authority().with(TestKeys.rsa(1024));
        assertRefused(authority.sign(weak).chainPem(), "RSA of 2048 bits or more");
    }

    private void assertRefused(String pem, String why) throws IOException {
        Ran ran = add("kb", pem);

        assertThat(ran.err()).contains("The certificate cannot be used", why).doesNotContain("Exception");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void revokesATrackersCertificateAndToDoSoAgainIsNoFault() {
        X509Certificate tracker = authority.sign("O=kb,CN=1001").certificate();
        String command = "ca revoke --provider kb " + asOpensslWritesIt(tracker);

        assertThat(admin.run(command).out())
                .isEqualTo("Revoked certificate " + Certificates.fingerprint(tracker) + " of provider kb\n");
        assertThat(admin.run(command).code()).isZero();

        assertThat(revocations("kb").coverCertificate(Certificates.fingerprint(tracker)))
                .isTrue();
        assertThat(revocations("other").coverCertificate(Certificates.fingerprint(tracker)))
                .isFalse();
    }

    @Test
    void isToldOfInTheAudit() throws IOException {
        String fingerprint = Certificates.fingerprint(authority.certificate());
        add("kb", authority.pem());
        admin.run("ca revoke --provider kb " + "ab".repeat(32));
        admin.run("ca remove --provider kb " + fingerprint);

        var told = admin.run("audit --provider kb --json").json().at("/entries");

        assertThat(told.findValuesAsText("action"))
                .containsExactly(
                        "certificate authority removed",
                        "revocation added",
                        "certificate authority added",
                        "provider added");
        assertThat(told.findValuesAsText("subject")).contains(fingerprint, "ab".repeat(32));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ca                                     | 2 | Missing required subcommand
            ca add --provider kb                   | 2 | FILE
            ca add --provider kb /no/such.crt      | 2 | /no/such.crt cannot be read
            ca add --provider kb /dev              | 2 | /dev cannot be read
            ca list                                | 2 | --provider
            ca list --provider kv                  | 1 | no provider kv; there are kb, other
            ca remove --provider kb ab:cd          | 2 | "abcd" is no SHA-256 fingerprint
            ca remove --provider kb <FINGERPRINT>  | 1 | it has none at all
            ca remove --provider kv <FINGERPRINT>  | 1 | no provider kv; there are kb, other
            ca revoke --provider kb 1001.crt       | 2 | write its 64 hexadecimal digits
            ca revoke --provider kv <FINGERPRINT>  | 1 | no provider kv; there are kb, other
            ca revoke --provider kb <FINGERPRINT> --for 5 | 2 | 90s, 15m, 12h
            """)
    void saysWhatIsWrong(String command, int code, String why) {
        Ran ran = admin.run(command.replace("<FINGERPRINT>", "ab".repeat(32)));

        assertThat(ran.err()).contains(why).doesNotContain("Exception:");
        assertThat(ran.code()).isEqualTo(code);
        assertThat(ran.out()).isEmpty();
    }

    private Ran add(String provider, String pem) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.crt"), pem);
        return admin.run("ca add --provider " + provider + " " + file);
    }

    private Revocations revocations(String provider) {
        try (Database database = admin.access().open()) {
            return new ProviderRepository(database)
                    .get(new ProviderId(provider))
                    .revocations();
        }
    }

    private static String asOpensslWritesIt(X509Certificate certificate) {
        return Certificates.fingerprint(certificate).toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
    }
}
