package io.bellcord.simulator.bench.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Patience;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.store.Store;
import io.bellcord.simulator.bench.wire.Attempt;
import io.bellcord.simulator.bench.wire.Login;
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
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bellcord with a PostgreSQL and a Redis of its own, and one provider that has a shared secret. */
public final class Bellcord implements Server {
    /** Of the keys that {@link #addEveryKey} adds, and of the secret that is always there. */
    public static final List<String> ALGORITHMS = List.of("HS256", "HS384", "HS512", "RS256", "ES256", "EdDSA");
    /** The key that is slow to verify with: RSA of 4096 bits. */
    public static final String SLOW = "slow";

    private static final String SECRET = "HS256";
    private static final int CREDENTIALS = 1_000;
    private static final int RSA_BITS = 2048;
    private static final int SLOW_RSA_BITS = 4096;
    private static final Pattern POSITIONS =
            Pattern.compile("(?m)^bellcord_positions_total\\{outcome=\"([a-z_]+)\"} (\\S+)");

    private final Process process;
    private final JsonNode ready;
    private final Admin admin;
    private final Map<String, Signer> signers = new LinkedHashMap<>();
    private final List<Login> credentials = new ArrayList<>();

    private Bellcord(Process process, JsonNode ready, Admin admin) {
        this.process = process;
        this.ready = ready;
        this.admin = admin;
    }

    /** The first, with servers of its own and a provider. */
    public static Bellcord start(Program program, Path directory) throws IOException {
        Files.createDirectories(directory);
        var server = start(program, directory, Map.of(), List.of("--embedded", "--data", "data"));
        try {
            server.addProvider();
            return server;
        } catch (RuntimeException | IOException e) {
            server.close();
            throw e;
        }
    }

    /** Another one that uses this one's Redis, and its PostgreSQL at that address. */
    public Bellcord another(Program program, Path directory, String postgres) throws IOException {
        return another(program, directory, postgres, text("redis"));
    }

    /** Another one that uses this one's PostgreSQL, and that Redis. */
    Bellcord beside(Program program, Path directory, String redis) throws IOException {
        return another(program, directory, "jdbc:postgresql://127.0.0.1:" + postgresPort() + postgresPath(), redis);
    }

    private Bellcord another(Program program, Path directory, String postgres, String redis) throws IOException {
        Files.createDirectories(directory);
        var user = URI.create(text("postgres")).getUserInfo();
        var environment =
                Map.of("BELLCORD_REDIS_URL", redis, "BELLCORD_POSTGRES_URL", postgres, "BELLCORD_POSTGRES_USER", user);
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
        all.put("BELLCORD_LIMITS_CONNECTIONS_PER_PROVIDER", "50000"); // all are of one
        all.put("BELLCORD_MQTT_CONNECT_TIMEOUT", "60s"); // a busy machine takes its time; it is told how long
        var readyFile = directory.resolve("ready.json");
        var command = new ArrayList<>(List.of("broker", "--ready-file", readyFile.toString()));
        command.addAll(arguments);
        var process = Program.ready(
                program.bellcord(directory, all, command), "Bellcord is ready", () -> Files.exists(readyFile));
        try {
            return new Bellcord(
                    process, new ObjectMapper().readTree(readyFile.toFile()), new Admin(program, directory));
        } catch (RuntimeException | IOException e) {
            Program.stop(process);
            throw e;
        }
    }

    /** Waits until it holds, or the process has ended. */
    void await(String what, BooleanSupplier holds) {
        Patience.until(what, process, holds);
    }

    private void addProvider() throws IOException {
        admin.run("provider", "add", PROVIDER, "--name", "Bench", "--public-read", "--no-key");
        addSecret(SECRET);
        Patience.until("Bellcord knows the key", process, () -> Attempt.isLetIn(port(), rider(PROVIDER, "r1")));
    }

    /** Gives the provider a key of each algorithm, a slow one, and trackers with credentials. */
    public void addEveryKey() throws IOException {
        for (var algorithm : ALGORITHMS) {
            if (algorithm.startsWith("HS")) {
                addSecret(algorithm);
            } else {
                addPublicKey(algorithm, algorithm, RSA_BITS);
            }
        }
        addPublicKey(SLOW, "RS256", SLOW_RSA_BITS);
        addCredentials();
        Patience.until("Bellcord knows the keys", process, () -> Attempt.isLetIn(port(), login(SLOW, "rider", "r1")));
        Patience.until("Bellcord knows the credentials", process, () -> Attempt.isLetIn(port(), credentials.getLast()));
    }

    private void addSecret(String algorithm) throws IOException {
        if (!signers.containsKey(algorithm)) {
            signers.put(algorithm, Signer.shared(algorithm, algorithm, admin.addSecret(algorithm, algorithm)));
        }
    }

    private void addPublicKey(String kid, String algorithm, int rsaBits) throws IOException {
        var keys = Signer.newKeys(algorithm, rsaBits);
        admin.addPublicKey(kid, algorithm, Signer.pem(keys));
        signers.put(kid, Signer.asymmetric(kid, algorithm, keys));
    }

    private void addCredentials() throws IOException {
        var buses = Stream.concat(
                        Stream.of("bus"), IntStream.range(0, CREDENTIALS).mapToObj(i -> "c" + i))
                .toList();
        admin.importTrackers(buses).stream()
                .map(line -> line.split(","))
                .forEach(fields -> credentials.add(new Login(fields[1], fields[2])));
    }

    public Login login(String key, String role, String subject) {
        var signer = signers.get(key);
        if (signer == null) {
            throw new IllegalArgumentException("no key " + key);
        }
        return new Login(PROVIDER, signer.sign(PROVIDER, role, subject));
    }

    @Override
    public Login tracker(String provider, String bus) {
        return login(SECRET, "tracker", bus);
    }

    @Override
    public Login rider(String provider, String name) {
        return login(SECRET, "rider", name);
    }

    /** One more provider; who signs for it. */
    Signer addProvider(String id) throws IOException {
        var key = admin.run("provider", "add", id, "--name", id).path("key");
        return Signer.shared(
                key.path("kid").asText(), "HS256", key.path("secret").asText());
    }

    /** Of trackers, each with a credential of its own. */
    public List<Login> credentials() {
        return List.copyOf(credentials);
    }

    public Login publicRider() {
        return new Login(PROVIDER, "");
    }

    /** As JDBC wants it, without its host and port. */
    public String postgresPath() {
        return URI.create(text("postgres")).getPath();
    }

    public int postgresPort() {
        return URI.create(text("postgres")).getPort();
    }

    @Override
    public Optional<Store> store() {
        return Optional.of(new Store(URI.create(text("redis")).getPort(), this::accepted));
    }

    /** Positions that were the newest of their bus. */
    public long accepted() {
        return positions().getOrDefault("accepted", 0L);
    }

    /** How many positions came to which end, by its name. */
    public Map<String, Long> positions() {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(text("http") + "/metrics"))
                    .build();
            Map<String, Long> found = new LinkedHashMap<>();
            POSITIONS
                    .matcher(client.send(request, BodyHandlers.ofString()).body())
                    .results()
                    .forEach(one -> found.put(one.group(1), (long) Double.parseDouble(one.group(2))));
            return found;
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
    public List<ProcessHandle> processes() {
        return List.of(process.toHandle());
    }

    @Override
    public void close() {
        Program.stop(process);
    }
}
