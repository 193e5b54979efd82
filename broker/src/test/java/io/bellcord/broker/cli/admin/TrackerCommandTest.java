package io.bellcord.broker.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.cli.admin.AdminShell.Ran;
import io.bellcord.broker.testing.TestKeys;
import io.bellcord.broker.testing.TestPostgres;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials of trackers, revocations, and keys as JSON Web Keys, as an operator handles them. */
class TrackerCommandTest {
    private final AdminShell admin = AdminShell.over(TestPostgres.newSettings(), Map.of("bellcord.jwks.grace", "2h"));

    @TempDir
    private Path folder = Path.of("");

    private Path fleet = Path.of("");
    private Path secrets = Path.of("");

    @BeforeEach
    void addProvider() {
        fleet = folder.resolve("fleet.csv");
        secrets = folder.resolve("secrets.csv");
        run("provider add kb --name Kowloon");
    }

    @Test
    void showsASecretOnceAndListsItWithout() throws IOException {
        Ran added = run("tracker add --provider kb --bus 1001 --expires 365d");
        String secret = added.out().lines().toList().getLast();
        assertThat(secret).matches("BC-[0-9A-HJKMNP-TV-Z]{34}").hasSizeLessThanOrEqualTo(40);

        JsonNode listed = run("tracker list --provider kb --json").json();
        assertThat(listed.at("/credentials/0/bus").asText()).isEqualTo("1001");
        assertThat(listed.at("/credentials/0/valid").asBoolean()).isTrue();
        assertThat(listed.toString()).doesNotContain(secret);
    }

    @Test
    void endsOneOfABusOrAll() throws IOException {
        run("tracker add --provider kb --bus 1001");
        run("tracker add --provider kb --bus 1001");
        assertThat(run("tracker add --provider kb --bus 1001").err()).contains("already has 2", "--replace");
        String id = run("tracker list --provider kb --json")
                .json()
                .at("/credentials/0/id")
                .asText();

        assertThat(run("tracker revoke --provider kb --bus 1001 --id " + id).out())
                .startsWith("Revoked 1 credential of");
        assertThat(run("tracker add --provider kb --bus 1001 --replace").code()).isZero();
        assertThat(run("tracker revoke --provider kb --bus 1001").out()).startsWith("Revoked 1 credential of");
        assertThat(run("tracker revoke --provider kb --bus 1001").code()).isEqualTo(1);
    }

    @Test
    void importsAFleetButForTheLinesThatAreWrong() throws IOException {
        Files.writeString(fleet, """
                Bus,Name,depot,expires,route
                1001,"Bus ""one"", red",north,365d,
                10/02,,,,
                1003,,,2001-01-01,
                1004,,,never,
                1005,,,,7
                1006,a,b,c,d,e
                "1007

                1008,,,2999-12-31
                1001,again
                """);

        Ran ran = run("tracker import " + fleet + " --provider kb --out " + secrets);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("Imported 2 buses", "7 lines were wrong");
        assertThat(ran.err())
                .contains("Not used: depot", "line 3: bus must be", "line 4: expires \"2001-01-01\" is over")
                .contains("line 5: expires \"never\"", "line 6: there is no route \"7\"", "line 7: it has 6 fields")
                .contains("line 8: a double quote", "line 11: bus 1001 stands in line 2 already");
        List<String> lines = Files.readAllLines(secrets);
        assertThat(lines).hasSize(3).first().isEqualTo("bus,username,password,expires");
        assertThat(lines.get(1)).matches("1001,kb,BC-[0-9A-Z]{34},20.*Z");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rw-------");
    }

    @Test
    void importsTenThousandInOneGoAndRefusesAThirdOfEach() throws IOException {
        Files.write(
                fleet,
                IntStream.rangeClosed(0, 10_000)
                        .mapToObj(n -> n == 0 ? "bus" : "b" + n)
                        .toList());
        String command = "tracker import " + fleet + " --provider kb --force --out " + secrets;

        assertThat(run(command).out()).startsWith("Imported 10000 buses").doesNotContain("already");
        assertThat(run("audit").out()).contains("rows=10000 first=\"b1\" latest=\"b10000\"", "provider added");
        assertThat(run("audit --all --json").json().at("/entries/99/subject").asText())
                .isEqualTo("b9901");
        assertThat(run(command).out()).contains("; 10000 of them had a credential already");
        JsonNode third = run(command + " --json").json();

        assertThat(third.at("/imported").asInt()).isZero();
        assertThat(third.at("/bad/0/why").asText()).contains("already has 2 valid credentials");
    }

    @Test
    void writesNothingWhereTheSecretsCannotBeWritten() throws IOException {
        Files.writeString(fleet, "bus\n1001\n");
        Files.writeString(secrets, "there already");

        Ran ran = run("tracker import " + fleet + " --provider kb --out " + secrets);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("--force");
        assertThat(run("tracker list --provider kb --json").json().at("/credentials"))
                .isEmpty();
    }

    @Test
    void revokesATokenOrASubject() {
        assertThat(run("token revoke --provider kb --jti abc").out()).startsWith("Revoked token abc of provider kb");
        assertThat(run("token revoke --provider kb --subject ann").out())
                .startsWith("Revoked the tokens of subject ann");
        assertThat(run("token revoke --provider kb --subject ann --for 30d").code())
                .isZero(); // again
        assertThat(run("token revoke --provider nobody --jti abc").err()).contains("There is no provider nobody");
        assertThat(run("token revoke --provider kb").code()).isEqualTo(2);
    }

    @Test
    void takesAKeyAsAJsonWebKey() throws IOException {
        Path jwk = folder.resolve("key.jwk");
        Files.writeString(jwk, jwk("theirs"));

        assertThat(run("key add --provider kb --jwk " + jwk).out()).startsWith("Added key theirs (ES256)");
        assertThat(run("key add --provider kb --jwk " + jwk + " --kid mine").out())
                .startsWith("Added key mine (ES256)");
        assertThat(run("key add --provider kb --jwk " + jwk + " --algorithm ES256")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void importsASetOfKeysAndEndsThoseThatVanish() throws IOException {
        Path set = folder.resolve("keys.json");
        Files.writeString(set, "{\"keys\":[" + jwk("a") + "," + jwk("b") + ",{\"kty\":\"AKP\",\"kid\":\"c\"}]}");
        String command = "key import-jwks --provider kb --json --file " + set;

        JsonNode first = run(command).json();
        assertThat(first.at("/added").size()).isEqualTo(2);
        assertThat(first.at("/skipped/0").asText()).startsWith("key 2: its kty");

        Files.writeString(set, "{\"keys\":[" + jwk("z") + "]}");
        assertThat(run(command).json().at("/ending").size()).isEqualTo(2);
        assertThat(run("key import-jwks --provider kb --url http://kb.example/keys")
                        .err())
                .contains("must be https://");
    }

    @Test
    void leavesKeysThatVanishTheTimeOfGraceThatIsConfiguredOrAskedFor() throws IOException {
        Path set = folder.resolve("keys.json");
        String command = "key import-jwks --provider kb --file " + set;
        Files.writeString(set, "{\"keys\":[" + jwk("a") + "," + jwk("b") + "]}");
        run(command);
        Instant before = Instant.now();

        Files.writeString(set, "{\"keys\":[" + jwk("b") + "]}");
        run(command);
        Files.writeString(set, "{\"keys\":[" + jwk("c") + "]}");
        run(command + " --grace 5m");

        Instant after = Instant.now();
        assertThat(notAfter("a")).isBetween(before.plus(Duration.ofHours(2)), after.plus(Duration.ofHours(2)));
        assertThat(notAfter("b")).isBetween(before.plus(Duration.ofMinutes(5)), after.plus(Duration.ofMinutes(5)));
    }

    private Instant notAfter(String kid) throws IOException {
        for (JsonNode key : run("key list --provider kb --json").json().at("/keys")) {
            if (key.path("kid").asText().equals(kid)) {
                return Instant.parse(key.path("notAfter").asText());
            }
        }
        throw new AssertionError("no key " + kid);
    }

    private static String jwk(String kid) {
        return Jwks.UNSAFE_JSON(Jwks.builder()
                .key((ECPublicKey) TestKeys.ec("secp256r1").getPublic())
                .id(kid)
                .build());
    }

    private Ran run(String command) {
        return admin.run(command);
    }
}
