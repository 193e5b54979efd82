package io.bellcord.broker.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.auth.Presented;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.AdminShell.Ran;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseSettings;
import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.testing.TestKeys;
import io.bellcord.broker.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class AdminCommandTest {
    private final TestAccess access = new TestAccess(TestPostgres.newSettings());
    private final AdminShell admin = new AdminShell(access);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void addsAProviderWithAKeyThatSignsTokens() {
        assertThat(run("provider add kb --name Kowloon").out()).startsWith("Added provider kb (Kowloon)\nAdded key ");

        Ran issued = run("token issue --provider kb --role tracker --bus 1001");

        assertThat(issued.code()).isZero();
        assertThat(verify("kb", issued.out().strip())).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void answersInJson() {
        JsonNode added =
                run("provider add kb --name Kowloon --public-read --json").json();
        assertThat(added.at("/id").asText()).isEqualTo("kb");
        assertThat(added.at("/publicRead").asBoolean()).isTrue();
        assertThat(added.at("/key/secret").asText()).hasSize(44);

        assertThat(run("provider list --json").json().at("/providers/0/validKeys/0"))
                .isEqualTo(added.at("/key/kid"));

        JsonNode token =
                run("token issue --provider kb --role rider --ttl 90s --json").json();
        assertThat(verify("kb", token.at("/tokens/0/token").asText())).isInstanceOf(Verdict.Granted.class);
        assertThat(token.at("/tokens/0/role").asText()).isEqualTo("rider");
        assertThat(token.at("/tokens/0/bus").isMissingNode()).isTrue();

        JsonNode keys = run("key list --provider kb --json").json();
        assertThat(keys.at("/keys/0/algorithm").asText()).isEqualTo("HS256");
        assertThat(keys.toString()).doesNotContain(added.at("/key/secret").asText());
    }

    @Test
    void listsForPeople() {
        run("provider add kb --name Kowloon --no-key");
        run("provider add metro --name Metro --public-read --min-interval-ms 2000");
        run("tracker add --provider kb --bus 1001");

        assertThat(run("provider list").out()).isEqualTo("""
                        ID     NAME     ENABLED  PUBLIC READ  MIN INTERVAL  VALID KEYS  CREDENTIALS
                        kb     Kowloon  yes      no           default       0 of 0      1
                        metro  Metro    yes      yes          2000          1 of 1      0
                        """);
    }

    @Test
    void turnsAProviderOffAndOn() {
        run("provider add kb --name Kowloon");

        assertThat(run("provider disable kb --json").json().at("/enabled").asBoolean())
                .isFalse();
        assertThat(run("provider enable kb").out()).isEqualTo("Provider kb is enabled\n");
        assertThat(run("provider public-read kb on --json")
                        .json()
                        .at("/publicRead")
                        .asBoolean())
                .isTrue();
        assertThat(run("provider public-read kb off --json")
                        .json()
                        .at("/publicRead")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void saysHowSeldomAProvidersRidersAreTold() {
        run("provider add kb --name Kowloon");

        assertThat(run("provider min-interval kb 5000 --json")
                        .json()
                        .at("/minIntervalMs")
                        .asInt())
                .isEqualTo(5_000);
        assertThat(run("provider min-interval kb default").out())
                .isEqualTo("Provider kb tells riders who do not say as the broker's default is\n");
        assertThat(run("provider list --json")
                        .json()
                        .at("/providers/0/minIntervalMs")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void replacesAKeyWithoutAGap() {
        run("provider add kb --name Kowloon --no-key");
        run("key add --provider kb --kid old");
        String oldToken = run("token issue --provider kb --role rider").out().strip();

        run("key add --provider kb --kid new --algorithm HS512");
        String newToken = run("token issue --provider kb --role rider").out().strip();
        assertThat(verify("kb", oldToken)).isInstanceOf(Verdict.Granted.class);
        assertThat(verify("kb", newToken)).isInstanceOf(Verdict.Granted.class);

        assertThat(run("key retire --provider kb --kid old").out()).isEqualTo("Retired key old of provider kb\n");
        assertThat(verify("kb", oldToken)).isInstanceOf(Verdict.Denied.class);
        assertThat(verify("kb", newToken)).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void takesAPublicKeyFromAFile() throws IOException {
        Path pem = folder.resolve("public.pem");
        Files.writeString(pem, TestKeys.pem(TestKeys.ed25519().getPublic()));
        run("provider add kb --name Kowloon --no-key");

        Ran added = run("key add --provider kb --kid theirs --algorithm EdDSA --public-key " + pem);

        assertThat(added.out()).isEqualTo("Added key theirs (EdDSA)\n");
        Ran issued = run("token issue --provider kb --role rider");
        assertThat(issued.code()).isEqualTo(1);
        assertThat(issued.err()).contains("admin key add --provider kb --algorithm HS256");
    }

    @Test
    void issuesAsManyTokensAsAFleetHasBuses() {
        run("provider add kb --name Kowloon");

        JsonNode tokens = run("token issue --provider kb --role tracker --bus bus-{n} --count 3 --json")
                .json()
                .at("/tokens");

        assertThat(tokens.findValuesAsText("bus")).containsExactly("bus-1", "bus-2", "bus-3");
        assertThat(tokens.findValuesAsText("subject")).containsExactly("bus-1", "bus-2", "bus-3");
    }

    @Test
    void writesTokensToAFileOfTheirOwnerAlone() throws IOException {
        Path file = folder.resolve("tokens.txt");
        run("provider add kb --name Kowloon");
        String issue = "token issue --provider kb --role rider --count 2 --out " + file;

        assertThat(run(issue).out()).isEqualTo("Wrote 2 tokens to " + file + "\n");
        List<String> written = Files.readAllLines(file);
        assertThat(written)
                .hasSize(2)
                .allSatisfy(token -> assertThat(verify("kb", token)).isInstanceOf(Verdict.Granted.class));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Ran again = run(issue);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains(file.toString(), "--force");
        assertThat(Files.readAllLines(file)).isEqualTo(written);

        assertThat(run(issue + " --force").code()).isZero();
        assertThat(Files.readAllLines(file)).hasSize(2).isNotEqualTo(written);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            provider list extra                                                  | extra
            provider add kb                                                      | --name
            provider add a/b --name A                                            | A-Z a-z 0-9
            provider public-read kb maybe                                        | maybe
            provider public-read kb                                              | on
            provider add kb --name K --min-interval-ms 2s                        | 0 to 3600000
            provider min-interval kb 3600001                                     | 0 to 3600000
            key add --provider kb --algorithm HS1                                | HS256, HS384
            key add --provider kb --algorithm RS256                              | --public-key
            key add --provider kb --public-key x.pem                             | RS256
            key add --provider kb --algorithm RS256 --public-key /no/such.pem    | /no/such.pem
            key add --provider kb --kid a/b                                      | --kid
            key add --provider kb --not-before soon                              | 2026-11-22T08:00:00Z
            key add --provider kb --not-before 2026-11-22T08:00:00Z --not-after 2026-11-21T08:00:00Z | earlier
            token issue --provider kb --role tracker                             | needs --bus BUS
            token issue --provider kb --role rider --bus 1                       | leave it out
            token issue --provider kb --role admin                               | tracker, driver, rider, operator
            token issue --provider kb --role tracker --bus a/b                   | a/b
            token issue --provider kb --role rider --ttl 5                       | 90s, 15m, 12h
            token issue --provider kb --role rider --ttl 0s                      | 1s to 3650d
            token issue --provider kb --role rider --count 0                     | --count
            """)
    void saysWhatIsWrongWithTheCommandAndEndsWith2(String command, String wayOut) {
        Ran ran = run(command);

        assertThat(ran.code()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains(wayOut).contains("--help");
        assertThat(ran.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "provider", "key", "token"})
    void wantsASubcommand(String command) {
        assertThat(run(command).code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            provider disable kv                            | no provider kv; there are kb
            provider add kb --name Again                   | already a provider kb
            key list --provider kv                         | no provider kv; there are kb
            key retire --provider kb --kid k9              | no key k9
            token issue --provider kv --role rider         | no provider kv; there are kb
            token issue --provider kb --role rider --out /no/such/folder/f | /no/such/folder/f
            """)
    void saysWhyItFailedAndEndsWith1(String command, String why) {
        run("provider add kb --name Kowloon");

        Ran ran = run(command);

        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        assertThat(ran.err()).contains(why).doesNotContain("Exception:");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void saysThatPostgresqlIsAwayAndEndsWith1() {
        TestPostgres.cutOff(access.settings);

        Ran ran = run("provider list");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).startsWith("Cannot connect to PostgreSQL at jdbc:postgresql://localhost:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "provider --help", "provider add --help", "token issue --help", "key add -h"})
    void helps(String command) {
        Ran ran = run(command);

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("Usage: admin");
    }

    @Test
    void everyCommandTellsItsOptionsAndExitCodes() {
        List<CommandLine> commands = leaves(AdminCommand.commandLine(access, Clock.systemUTC()));

        assertThat(commands).hasSizeGreaterThan(25).allSatisfy(command -> {
            String name = command.getCommandSpec().qualifiedName();
            assertThat(command.getCommandSpec().optionsMap()).as(name).containsKeys("--json", "--help");
            assertThat(name.equals("admin status")
                            || command.getCommandSpec().optionsMap().containsKey("--note"))
                    .as(name + " works on the database")
                    .isTrue();
            assertThat(command.getUsageMessage()).as(name).contains("Exit codes: 0 done, 1 failed, 2 wrong usage");
            assertThat(command.getCommandSpec().usageMessage().description()[0])
                    .as(name)
                    .endsWith(".");
            assertThat(command.getCommandSpec().args())
                    .as(name)
                    .allSatisfy(arg -> assertThat(arg.description()).isNotEmpty());
        });
    }

    private static List<CommandLine> leaves(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? List.of(line)
                : line.getSubcommands().values().stream()
                        .flatMap(each -> leaves(each).stream())
                        .toList();
    }

    @Test
    void takesTheOptionsOfTheDatabaseWithEverySubcommand() {
        assertThat(run("provider list --note here").code()).isZero();
        assertThat(access.note).isEqualTo("here");
        assertThat(run("token issue --help").out()).contains("--note");
    }

    @Test
    void tellsWhoDidWhat() {
        run("provider add kb --name Kowloon");
        run("provider disable kb");
        run("token issue --provider kb --role tracker --bus 1001");

        String told = run("audit --provider kb").out();
        assertThat(told.lines()).hasSize(5);
        assertThat(told).startsWith("AT ").contains("root@test").contains("enabled=true→false");

        JsonNode issued =
                run("audit --action token --limit 1 --since 1h --json").json().at("/entries/0");
        assertThat(issued.at("/action").asText()).isEqualTo("token issued");
        assertThat(issued.at("/subject").asText()).isEqualTo("1001");
        assertThat(issued.at("/details/role").asText()).isEqualTo("tracker");
        assertThat(run("audit --provider metro --json").out()).isEqualTo("{\"entries\":[]}\n");
        assertThat(run("audit --limit 0").code()).isEqualTo(2);
    }

    private Ran run(String command) {
        return admin.run(command);
    }

    private Verdict verify(String provider, String token) {
        try (Database database = access.open()) {
            var providers = new Providers(new ProviderRepository(database).list());
            return new TokenVerifier(() -> providers, CredentialKey.random(), Clock.systemUTC())
                    .verify(new Presented(provider, token.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Command
    private static final class TestAccess implements DatabaseAccess {
        private final DatabaseSettings settings;

        @CommandLine.Option(names = "--note", description = "Told to the database.")
        private String note = "";

        TestAccess(DatabaseSettings settings) {
            this.settings = settings;
        }

        @Override
        public Database open() {
            return Database.open(settings.by("root@test"));
        }

        @Override
        public BrokerConfig settings() {
            return BrokerConfig.defaults();
        }
    }
}
