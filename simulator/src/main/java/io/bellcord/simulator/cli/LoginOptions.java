package io.bellcord.simulator.cli;

import io.bellcord.simulator.credentials.Login;
import io.bellcord.simulator.credentials.Logins;
import io.bellcord.simulator.credentials.TokenSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How trackers get in: one of four ways. */
final class LoginOptions {
    @Option(names = "--token", paramLabel = "TOKEN", description = "one driver's token, for all buses")
    private @Nullable String token;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "one JWT per line, each with its provider and, in a tracker's, its bus")
    private @Nullable Path tokens;

    @Option(
            names = "--key",
            paramLabel = "KID:ALG:FILE",
            description = "sign a tracker token for each bus with the secret in the file; ALG is HS256, HS384 or HS512")
    private @Nullable String key;

    @Option(names = "--password", paramLabel = "SECRET", description = "one tracker credential, for all buses")
    private @Nullable String password;

    List<Login> logins(Logins logins, Optional<Integer> buses, Clock clock) {
        var file = tokens;
        try {
            if (file != null) {
                return logins.withTokens(file, buses);
            }
            var count = buses.orElseThrow(() -> Usage.missing("--buses is missing: add --buses 20"));
            return logins(logins, count, clock);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(givenOption(), e);
        } catch (IOException e) {
            throw Usage.wrong(givenOption(), String.valueOf(e.getMessage()), "the file cannot be read");
        }
    }

    private List<Login> logins(Logins logins, int buses, Clock clock) throws IOException {
        if (token != null) {
            return logins.withToken(token, buses);
        } else if (key != null) {
            return logins.withSigner(TokenSigner.parse(key, clock), buses);
        } else if (password != null) {
            return logins.withPassword(password, buses);
        }
        throw new IllegalStateException("one of the four was required");
    }

    private String givenOption() {
        if (tokens != null) {
            return "--tokens";
        } else if (token != null) {
            return "--token";
        }
        return key != null ? "--key" : "--password";
    }
}
