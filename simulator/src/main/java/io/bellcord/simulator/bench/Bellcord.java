package io.bellcord.simulator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bellcord with a PostgreSQL and a Redis of its own, and one provider that has a key of each algorithm. */
final class Bellcord implements Server {
    static final String PROVIDER = "kb";
    static final List<String> ALGORITHMS = List.of("HS256", "HS384", "HS512", "RS256", "ES256", "EdDSA");
    /** The key that is slow to verify with: RSA of 4096 bits. */
    static final String SLOW = "slow";

    private static final int CREDENTIALS = 1_000;
    private static final int RSA_BITS = 2048;
    private static final int SLOW_RSA_BITS = 4096;
    private static final Pattern ACCEPTED =
            Pattern.compile("(?m)^bellcord_positions_total\\{outcome=\"(?:accepted)\"} (\\S+)");

    private final Process process;
    private final JsonNode ready;
    private final Map<String, Signer> signers = new LinkedHashMap<>();
    private final List<Login> credentials = new ArrayList<>();

    private Bellcord(Process process, JsonNode ready) {
        this.process = process;
        this.ready = ready;
    }

    /** The first, with servers of its own and a provider. */
    static Bellcord start(Program program, Path directory) throws IOException {
        Files.createDirectories(directory);
        var server = start(program, directory, Map.of(), List.of("--embedded", "--data", "data"));
        try {
            server.addProvider(program, directory);
            return server;
        } catch (RuntimeException | IOException e) {
            server.close();
            throw e;
        }
    }

    /** Another one that uses this one's Redis, and its PostgreSQL at that address. */
    Bellcord another(Program program, Path directory, String postgres) throws IOException {
        Files.createDirectories(directory);
        var user = URI.create(text("postgres")).getUserInfo();
        var environment = Map.of(
                "BELLCORD_REDIS_URL", text("redis"), "BELLCORD_POSTGRES_URL", postgres, "BELLCORD_POSTGRES_USER", user);
        var server = start(program, directory, environment, List.of());
        server.signers.putAll(signers);
        return server;
    }

    private static Bellcord start(
            Program program, Path directory, Map<String, String> environment, List<String> arguments)
            throws IOException {
        var all = new LinkedHashMap<>(environment);
        for (var port : List.of("MQTT", "WEBSOCKET", "HTTP", "EMBEDDED_POSTGRES", "EMBEDDED_REDIS")) {
            all.put("BELLCORD_" + port + "_PORT", "0");
        }
        all.put("BELLCORD_LIMITS_PUBLISH_RATE", "0"); // sixteen drivers publish for a nation
        all.put("BELLCORD_MQTT_CONNECT_TIMEOUT", "60s"); // a busy machine takes its time; it is told how long
        var readyFile = directory.resolve("ready.json");
        var command = new ArrayList<>(List.of("broker", "--ready-file", readyFile.toString()));
        command.addAll(arguments);
        var process = program.bellcord(directory, all, command);
        try {
            Patience.until("Bellcord is ready", process, () -> Files.exists(readyFile));
        } catch (BenchFailed e) {
            Program.stop(process);
            throw e;
        }
        return new Bellcord(process, new ObjectMapper().readTree(readyFile.toFile()));
    }

    private void addProvider(Program program, Path directory) throws IOException {
        admin(program, directory, "provider", "add", PROVIDER, "--name", "Bench", "--public-read", "--no-key");
        for (var algorithm : ALGORITHMS) {
            signers.put(
                    algorithm,
                    algorithm.startsWith("HS")
                            ? addSecret(program, directory, algorithm)
                            : addPublicKey(program, directory, algorithm, algorithm, RSA_BITS));
        }
        signers.put(SLOW, addPublicKey(program, directory, SLOW, "RS256", SLOW_RSA_BITS));
        addCredentials(program, directory);
        Patience.until("Bellcord knows the keys", process, () -> Attempt.isLetIn(port(), login(SLOW, "rider", "r1")));
        Patience.until("Bellcord knows the credentials", process, () -> Attempt.isLetIn(port(), credentials.getLast()));
    }

    private void addCredentials(Program program, Path directory) throws IOException {
        var buses = Stream.concat(
                        Stream.of("bus"), IntStream.range(0, CREDENTIALS).mapToObj(i -> "c" + i))
                .toList();
        var fleet = Files.write(directory.resolve("fleet.csv"), buses);
        var secrets = directory.resolve("credentials.csv");
        admin(
                program,
                directory,
                "tracker",
                "import",
                "--provider",
                PROVIDER,
                "--out",
                secrets.toString(),
                fleet.toString());
        Files.readAllLines(secrets).stream()
                .skip(1) // bus,username,password,expires
                .map(line -> line.split(","))
                .forEach(fields -> credentials.add(new Login(fields[1], fields[2])));
    }

    private Signer addSecret(Program program, Path directory, String algorithm) throws IOException {
        var answer = admin(
                program, directory, "key", "add", "--provider", PROVIDER, "--kid", algorithm, "--algorithm", algorithm);
        return Signer.shared(algorithm, algorithm, answer.findPath("secret").asText());
    }

    private Signer addPublicKey(Program program, Path directory, String kid, String algorithm, int rsaBits)
            throws IOException {
        var keys = Signer.newKeys(algorithm, rsaBits);
        var file = Files.writeString(directory.resolve(kid + ".pem"), Signer.pem(keys));
        admin(
                program,
                directory,
                "key",
                "add",
                "--provider",
                PROVIDER,
                "--kid",
                kid,
                "--algorithm",
                algorithm,
                "--public-key",
                file.toString());
        return Signer.asymmetric(kid, algorithm, keys);
    }

    private static JsonNode admin(Program program, Path directory, String... words) throws IOException {
        var command = new ArrayList<>(List.of("admin"));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", "data", "--json"));
        var output = Files.createTempFile(directory, "admin", ".json");
        var process = new Program(program.java(), program.brokerJar(), output).bellcord(directory, Map.of(), command);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new BenchFailed(String.join(" ", command) + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
        return new ObjectMapper().readTree(output.toFile());
    }

    Login login(String key, String role, String subject) {
        var signer = signers.get(key);
        if (signer == null) {
            throw new IllegalArgumentException("no key " + key);
        }
        return new Login(PROVIDER, signer.sign(PROVIDER, role, subject));
    }

    /** Of trackers, each with a credential of its own. */
    List<Login> credentials() {
        return List.copyOf(credentials);
    }

    Login publicRider() {
        return new Login(PROVIDER, "");
    }

    /** As JDBC wants it, without its host and port. */
    String postgresPath() {
        return URI.create(text("postgres")).getPath();
    }

    int postgresPort() {
        return URI.create(text("postgres")).getPort();
    }

    /** Positions that were the newest of their bus. */
    long accepted() {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(text("http") + "/metrics"))
                    .build();
            var found = ACCEPTED.matcher(
                    client.send(request, BodyHandlers.ofString()).body());
            return found.find() ? (long) Double.parseDouble(found.group(1)) : 0;
        } catch (IOException e) {
            throw new BenchFailed("no metrics: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }

    private String text(String name) {
        return ready.path(name).asText();
    }

    @Override
    public String name() {
        return "bellcord";
    }

    @Override
    public int port() {
        return URI.create(text("mqtt")).getPort();
    }

    @Override
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        Program.stop(process);
    }
}
