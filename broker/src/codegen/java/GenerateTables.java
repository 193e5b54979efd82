import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;
import org.slf4j.LoggerFactory;

/**
 * Writes jOOQ's classes for the tables that the migrations make on a real PostgreSQL, started for the purpose.
 * The build runs it as a program, on the JDK that compiles the rest, whatever JDK runs Maven. It does nothing
 * when nothing it depends on has changed, so that a build that changes no table starts no PostgreSQL and
 * recompiles nothing.
 *
 * <p>Arguments: this file, the folder of the migrations, the folder to write to, the package to write.
 */
final class GenerateTables {
    private final Path source;
    private final Path migrations;
    private final Path output;
    private final String packageName;

    private GenerateTables(String[] args) {
        source = Path.of(args[0]);
        migrations = Path.of(args[1]).toAbsolutePath().normalize();
        output = Path.of(args[2]);
        packageName = args[3];
    }

    public static void main(String[] args) throws Exception {
        new GenerateTables(args).run();
    }

    private void run() throws Exception {
        Path fingerprintFile = output.resolveSibling(output.getFileName() + ".fingerprint");
        String fingerprint = fingerprint();
        if (Files.isDirectory(output)
                && Files.exists(fingerprintFile)
                && Files.readString(fingerprintFile).equals(fingerprint)) {
            return;
        }
        long start = System.nanoTime();
        Files.deleteIfExists(fingerprintFile);
        generate();
        Files.writeString(fingerprintFile, fingerprint);
        System.out.printf("Generated tables from %s in %.1f s%n", migrations, (System.nanoTime() - start) / 1e9);
    }

    private String fingerprint() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((org.jooq.Constants.FULL_VERSION + packageName).getBytes());
        digest.update(Files.readAllBytes(source));
        for (Path migration : migrationFiles()) {
            digest.update(migration.getFileName().toString().getBytes());
            digest.update(Files.readAllBytes(migration));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private List<Path> migrationFiles() throws IOException {
        try (Stream<Path> files = Files.list(migrations)) {
            return files.sorted().toList();
        }
    }

    private void generate() throws Exception {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        try (EmbeddedPostgres postgres = startPostgres()) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("filesystem:" + migrations)
                    .load()
                    .migrate();
            GenerationTool.generate(configuration(postgres.getJdbcUrl("postgres", "postgres")));
        }
    }

    /** Its programs are unpacked once per user: those of another user could not be run or replaced. */
    private static EmbeddedPostgres startPostgres() throws IOException {
        Path programs = Path.of(System.getProperty("java.io.tmpdir"), "bellcord-" + System.getProperty("user.name"));
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setServerConfig("max_connections", "10")
                .start();
    }

    private Configuration configuration(String url) {
        return new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc().withUrl(url))
                .withGenerator(new Generator()
                        .withDatabase(database())
                        .withGenerate(generate(new Generate()))
                        .withTarget(new Target().withPackageName(packageName).withDirectory(output.toString())));
    }

    private static Database database() {
        return new Database()
                .withInputSchema("public")
                .withOutputSchemaToDefault(true)
                .withExcludes("flyway_schema_history")
                .withIncludeRoutines(false)
                .withForcedTypes(
                        new ForcedType().withName("INSTANT").withIncludeTypes("timestamp\\ with\\ time\\ zone"));
    }

    private static Generate generate(Generate generate) {
        return generate.withRecords(false).withGlobalObjectReferences(true).withComments(false);
    }
}
