package io.bellcord.simulator.bench.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./bellcord admin}, for the Bellcord that runs in that directory. */
record Admin(Program program, Path directory) {
    private static final int PATIENCE_SECONDS = 60;

    /** What the command answers. */
    JsonNode run(String... words) throws IOException {
        var command = new ArrayList<>(List.of("admin"));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", "data", "--json"));
        var output = Files.createTempFile(directory, "admin", ".json");
        var process = program.small().loggingTo(output).bellcord(directory, Map.of(), command);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new BenchFailed(String.join(" ", command) + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        } finally {
            Program.stop(process); // where it has not ended by itself
        }
        return new ObjectMapper().readTree(output.toFile());
    }

    /** A secret in base64 that the provider shares with Bellcord from now on. */
    String addSecret(String kid, String algorithm) throws IOException {
        return run("key", "add", "--provider", Server.PROVIDER, "--kid", kid, "--algorithm", algorithm)
                .findPath("secret")
                .asText();
    }

    void addPublicKey(String kid, String algorithm, String pem) throws IOException {
        var file = Files.writeString(directory.resolve(kid + ".pem"), pem).toString();
        run("key", "add", "--provider", Server.PROVIDER, "--kid", kid, "--algorithm", algorithm, "--public-key", file);
    }

    /** New credentials of those trackers, by lines of bus, user name, password and end. */
    List<String> importTrackers(List<String> buses) throws IOException {
        var fleet = Files.write(directory.resolve("fleet.csv"), buses).toString();
        var secrets = directory.resolve("credentials.csv");
        run("tracker", "import", "--provider", Server.PROVIDER, "--out", secrets.toString(), fleet);
        return Files.readAllLines(secrets).stream().skip(1).toList();
    }
}
