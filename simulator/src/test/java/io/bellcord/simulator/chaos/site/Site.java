package io.bellcord.simulator.chaos.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Closing;
import io.bellcord.simulator.bench.process.Directories;
import io.bellcord.simulator.bench.process.Machine;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.store.Store;
import io.bellcord.simulator.bench.target.Signer;
import io.bellcord.simulator.bench.wire.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL, a Redis and a broker that reaches both over wires of ours, in a directory that goes with them. */
public final class Site implements AutoCloseable {
    public static final String PROVIDER = "kb";

    private static final Path BROKER_JAR = Path.of("../broker/target/bellcord-broker.jar");
    /** What the first broker runs: for an upgrade that of the version before. */
    private static final Path FIRST_JAR = Path.of(System.getProperty("faults.older", BROKER_JAR.toString()));

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:TieredStopAtLevel=1");
    private static final int PATIENCE_SECONDS = 120;

    private final Path directory;
    private final Program program;
    private final Program first;
    private final Signer signer;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final PostgresProcess postgres;
    private final RedisProcess redis;
    private final Proxy toPostgres;
    private final Proxy toRedis;
    private final Node node;
    /** Which Redis holds a key. */
    private Function<String, RedisProcess> keeper;

    /**
     * Starts all of them.
     *
     * @param redisOptions as on its command line
     */
    public static Site open(Map<String, String> settings, String... redisOptions) throws IOException {
        return openIn(Path.of("target"), settings, redisOptions);
    }

    /** The same, with a directory of its own in that one, where all of them write. */
    public static Site openIn(Path disk, Map<String, String> settings, String... redisOptions) throws IOException {
        if (!Files.exists(BROKER_JAR)) {
            throw new BenchFailed(BROKER_JAR + " is not there: mvn -pl broker package -DskipTests");
        }
        Machine.allowManyFiles();
        return new Site(Files.createTempDirectory(disk.toAbsolutePath(), "site"), settings, redisOptions);
    }

    private Site(Path directory, Map<String, String> settings, String... redisOptions) throws IOException {
        this.directory = directory;
        program = program(BROKER_JAR);
        first = program(FIRST_JAR);
        try {
            var key = addProvider().path("key");
            signer = Signer.shared(
                    key.path("kid").asText(),
                    key.path("algorithm").asText(),
                    key.path("secret").asText());
            postgres = open(PostgresProcess.start(program, directory, directory.resolve("data/postgres")));
            redis = open(RedisProcess.start(program, directory.resolve("redis"), redisOptions));
            keeper = _ -> redis;
            toPostgres = open(Proxy.to(postgres.port()));
            toRedis = open(Proxy.to(redis.port()));
            node = addNode(first, settings);
        } catch (RuntimeException | IOException e) {
            close();
            throw e;
        }
    }

    private Program program(Path jar) {
        return new Program(JAVA, jar, jar, directory.resolve("log.txt"), "256m", FLAGS, List.of());
    }

    private <T extends AutoCloseable> T open(T one) {
        opened.add(one);
        return one;
    }

    /** Its PostgreSQL is the broker's own for that moment, and leaves its data for ours. */
    private JsonNode addProvider() throws IOException {
        var answer = Files.createTempFile(directory, "provider", ".json");
        var command = List.of(
                "admin",
                "provider",
                "add",
                PROVIDER,
                "--name",
                "Faults",
                "--public-read",
                "--data",
                "data",
                "--create",
                "--json");
        var environment = Map.of("XDG_CACHE_HOME", Servers.CACHE.toString());
        var admin = first.loggingTo(answer).bellcord(directory, environment, command);
        try {
            if (!admin.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || admin.exitValue() != 0) {
                throw new BenchFailed("no provider: " + Files.readString(answer));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        } finally {
            Program.stop(admin); // where it has not ended by itself
        }
        return new ObjectMapper().readTree(answer.toFile());
    }

    /** One more broker on the same PostgreSQL and Redis, over the same wires unless the settings say otherwise. */
    public Node addNode(Map<String, String> settings) throws IOException {
        return addNode(program, settings);
    }

    private Node addNode(Program of, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "BELLCORD_POSTGRES_URL",
                "jdbc:postgresql://127.0.0.1:" + toPostgres.port() + "/postgres",
                "BELLCORD_POSTGRES_USER",
                "postgres",
                "BELLCORD_REDIS_URL",
                "redis://127.0.0.1:" + toRedis.port(),
                "BELLCORD_MQTT_HOST",
                "127.0.0.1"));
        all.putAll(settings);
        return open(Node.start(of, directory.resolve("node-" + opened.size()), all));
    }

    /** One more wire to a port of this machine. */
    public Proxy addWire(int target) throws IOException {
        return open(Proxy.to(target));
    }

    /** Which keeps the positions from now on, of brokers that are added with its addresses. */
    public RedisCluster addRedisCluster() throws IOException {
        var cluster = open(RedisCluster.start(program, directory));
        keeper = key -> cluster.masterOf(key).orElseThrow(() -> new BenchFailed("no master has " + key));
        return cluster;
    }

    /** In front of the first broker. */
    public LoadBalancer addLoadBalancer() throws IOException {
        return LoadBalancer.start(program, directory, node.mqttPort());
    }

    public Login tracker(String bus) {
        return new Login(PROVIDER, signer.sign(PROVIDER, "tracker", bus));
    }

    public PostgresProcess postgres() {
        return postgres;
    }

    public RedisProcess redis() {
        return redis;
    }

    public Proxy toPostgres() {
        return toPostgres;
    }

    public Proxy toRedis() {
        return toRedis;
    }

    public Node node() {
        return node;
    }

    public Path directory() {
        return directory;
    }

    /** What Redis holds of each bus, by its sequence; 0 for nothing. */
    public Map<String, Integer> stored(Collection<String> buses) {
        var words = new ArrayList<>(List.of("MGET"));
        buses.forEach(bus -> words.add(Store.key(PROVIDER, bus)));
        var answers =
                keeper.apply(words.get(1)).call(words.toArray(String[]::new)).iterator();
        Map<String, Integer> stored = new HashMap<>();
        for (var bus : buses) {
            stored.put(bus, sequence(answers.next()));
        }
        return stored;
    }

    private static int sequence(@Nullable String json) {
        return json == null ? 0 : Integer.parseInt(json.replaceFirst(".*\"seq\":(\\d+).*", "$1"));
    }

    /** What all of them have written to their logs. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("log.txt"));
    }

    @Override
    public void close() {
        try {
            Closing.all(opened);
        } finally {
            deleteDirectory();
        }
    }

    private void deleteDirectory() {
        try {
            Directories.delete(directory);
        } catch (IOException | UncheckedIOException _) {
            // target is cleaned now and then
        }
    }
}
