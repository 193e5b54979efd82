package io.bellcord.broker.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.accounts.UserRepository;
import io.bellcord.broker.cli.admin.AdminShell.Ran;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserCommandTest {
    private static final String HASH = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

    private final AdminShell admin = AdminShell.over(TestPostgres.newSettings(), Map.of());

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void addProvider() {
        run("provider add kb --name Kowloon --no-key");
    }

    @Test
    void addsAUserAndShowsAPasswordThatItMadeOnce() {
        Ran ran = run("user add kim --provider kb --role driver");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .matches("Added user kim \\(driver of kb\\)\\. The password is not shown again:\n\\S{16}\n");
        assertThat(hash("kim")).startsWith("$2b$12$");
    }

    @Test
    void takesAPasswordFromAFileAndDoesNotShowIt() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "correct horse\nanother line\n");

        Ran added = run("user add kim --provider kb --role driver --password-file " + file);
        String first = hash("kim");
        Ran changed = run("user passwd kim --json --password-file " + file);

        assertThat(added.out()).isEqualTo("Added user kim (driver of kb)\n");
        assertThat(changed.out()).isEqualTo("{\"id\":\"kim\"}\n");
        assertThat(hash("kim")).isNotEqualTo(first);
    }

    @Test
    void listsUsersWithoutTheirPasswords() throws Exception {
        run("provider add metro --name Metro --no-key");
        run("user add kim --provider kb --role driver");
        run("user add lee --provider metro --role rider");
        run("user disable lee");

        assertThat(run("user list").out()).isEqualTo("""
                ID   PROVIDER  ROLE    ENABLED
                kim  kb        driver  yes
                lee  metro     rider   no
                """);
        JsonNode json = new ObjectMapper()
                .readTree(run("user list --provider metro --json").out());
        assertThat(json.toString())
                .isEqualTo(
                        "{\"users\":[{\"id\":\"lee\",\"provider\":\"metro\",\"role\":\"rider\",\"enabled\":false}]}");
    }

    @Test
    void turnsAUserOffAndOnAndRemovesIt() {
        run("user add kim --provider kb --role rider");

        assertThat(run("user disable kim").out()).isEqualTo("User kim is disabled\n");
        assertThat(run("user enable kim").out()).isEqualTo("User kim is enabled\n");
        assertThat(run("user remove kim").out()).isEqualTo("User kim is removed\n");
        assertThat(run("user list --json").out()).isEqualTo("{\"users\":[]}\n");
    }

    @Test
    void movesAUserTableOverAndReportsTheBadLines() throws IOException {
        Path file = Files.write(
                folder.resolve("users.csv"),
                List.of(
                        "id,provider,role,password",
                        "kim,kb,driver," + HASH,
                        "",
                        "\"lee\", \"kb\", \"rider\", \"" + HASH.replace("$2b$", "$2y$") + "\"",
                        "kim,kb,rider," + HASH,
                        "park,nobody,rider," + HASH,
                        "park,kb,tracker," + HASH,
                        "park,kb,king," + HASH,
                        "park,kb,rider,plain",
                        "park,kb,rider"));

        Ran ran = run("user import " + file);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines())
                .containsExactly(
                        "Imported 2 users, 6 bad lines",
                        "line 5  There is already a user kim; ids are shared by all providers: choose another",
                        "line 6  There is no provider nobody; there are kb",
                        "line 7  a user's role must be driver, rider or operator but is tracker: park",
                        "line 8  role must be one of driver, rider, operator but is \"king\"",
                        "line 9  a user's password must be kept as a bcrypt hash, $2a$, $2b$ or $2y$, of cost 4 to 14: park",
                        "line 10  has 3 fields; write id,provider,role,bcrypt hash");
        assertThat(hash("kim")).isEqualTo(HASH);
        assertThat(hash("lee")).startsWith("$2y$04$");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user add kim --provider nobody --role rider    | 1 | There is no provider nobody; there are kb
            user passwd nobody                             | 1 | There is no user nobody; see "admin user list"
            user disable nobody                            | 1 | There is no user nobody
            user remove nobody                             | 1 | There is no user nobody
            user passwd kim --password-file /no/such/file  | 1 | --password-file /no/such/file cannot be read
            user add kim --provider kb --role rider --password-file /dev/null | 1 | 8 characters or more
            user add kim --provider kb --role tracker      | 2 | --role must be one of driver, rider, operator
            user add kim --provider kb --role king         | 2 | must be one of
            user import /no/such/file                      | 2 | /no/such/file cannot be read as UTF-8 (NoSuchFileException)
            """)
    void saysWhatIsWrong(String command, int code, String why) {
        Ran ran = run(command);

        assertThat(ran.err()).contains(why).doesNotContain("Exception:");
        assertThat(ran.code()).isEqualTo(code);
        assertThat(ran.out()).isEmpty();
    }

    private String hash(String user) {
        try (Database database = admin.access().open()) {
            return new UserRepository(database).find(user).orElseThrow().passwordHash();
        }
    }

    private Ran run(String command) {
        return admin.run(command);
    }
}
