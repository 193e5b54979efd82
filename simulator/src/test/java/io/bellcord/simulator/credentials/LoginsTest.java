package io.bellcord.simulator.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {
    @TempDir
    Path directory;

    private final Logins logins = new Logins(Optional.empty(), 1001);

    @Test
    void readsTokensOfSeveralProvidersFromOneFile() throws IOException {
        var cam = token("{\"provider\":\"cam\",\"bus\":\"7\"}");
        var azur = token("{\"provider\":\"azur\",\"bus\":\"8\"}");
        var file = file("# two trackers\n" + cam + "\n\n" + azur + "\n");

        var read = logins.withTokens(file, Optional.empty());

        assertThat(read).extracting(Login::provider).containsExactly("cam", "azur");
        assertThat(read).extracting(Login::bus).containsExactly("7", "8");
        assertThat(read).extracting(login -> login.password().get()).containsExactly(cam, azur);
    }

    @Test
    void namesTheLineThatHoldsNoToken() throws IOException {
        var file = file(token("{\"provider\":\"cam\"}") + "\nnot a token\n");

        assertThatThrownBy(() -> logins.withTokens(file, Optional.empty()))
                .hasMessageContaining("line 2")
                .hasMessageContaining("one JWT per line");
    }

    @Test
    void namesTheLineWhoseClaimsAreNoJsonAndDoesNotShowThem() throws IOException {
        var file = file(token("top secret"));

        assertThatThrownBy(() -> logins.withTokens(file, Optional.empty()))
                .hasMessageContaining("line 1")
                .hasMessageNotContaining("secret\"");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        var file = file("# nothing\n");

        assertThatThrownBy(() -> logins.withTokens(file, Optional.empty())).hasMessageContaining("no token");
    }

    @Test
    void refusesMoreBusesThanTokens() throws IOException {
        var file = file(token("{\"provider\":\"cam\",\"bus\":\"7\"}"));

        assertThatThrownBy(() -> logins.withTokens(file, Optional.of(2))).hasMessageContaining("too few");
    }

    @Test
    void refusesABusThatWouldChangeTheTopic() throws IOException {
        var file = file(token("{\"provider\":\"cam\",\"bus\":\"7/+\"}"));

        assertThatThrownBy(() -> logins.withTokens(file, Optional.empty())).hasMessageContaining("\"7/+\"");
    }

    @Test
    void numbersTheBusesOfADriversToken() {
        var driver = token("{\"provider\":\"cam\"}");

        var all = logins.withToken(driver, 3);

        assertThat(all).extracting(Login::bus).containsExactly("1001", "1002", "1003");
        assertThat(all).allMatch(login -> login.provider().equals("cam"));
    }

    @Test
    void asksForTheProviderThatNobodyTold() {
        assertThatThrownBy(() -> logins.withPassword("s3cret", 1)).hasMessageContaining("add --provider");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("tokens.txt"), text);
    }

    private static String token(String claims) {
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
    }
}
