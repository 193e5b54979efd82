package io.bellcord.broker.config;

import static java.nio.file.Files.readString;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What stands in {@code config/deploy} is followed by people who have no Bellcord yet: it has to fit this one. */
class DeployFilesTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path DEPLOY = PROJECT.resolve("config/deploy");
    private static final Pattern VARIABLE = Pattern.compile("BELLCORD_[A-Z0-9_]+");
    private static final Pattern ASSIGNMENT = Pattern.compile("(BELLCORD_[A-Z0-9_]+)(?:: |=)(\\S+)");

    /** Those of the launcher, and the one that compose.yaml asks for. */
    private static final Set<String> NO_SETTINGS =
            Set.of("BELLCORD_JAVA_OPTS", "BELLCORD_JAVA_HOME", "BELLCORD_LOG_LEVEL", "BELLCORD_VERSION");

    @TempDir
    Path directory;

    @Test
    void namesNoVariableThatIsNoSetting() throws IOException {
        var known = new TreeSet<>(NO_SETTINGS);
        Settings.ALL.forEach(setting -> known.addAll(List.of(setting.variable(), setting.variableOfFile())));

        var named = files().flatMap(
                        file -> VARIABLE.matcher(text(file)).results().map(MatchResult::group))
                .toList();

        assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(known).contains(name));
    }

    @Test
    void setsOnlyWhatTheBrokerTakes() throws IOException {
        for (Path file : files().toList()) {
            var environment = ASSIGNMENT
                    .matcher(text(file))
                    .results()
                    .collect(toMap(set -> set.group(1), set -> value(set.group(1), set.group(2))));

            assertThat(BrokerConfig.load(Optional.empty(), environment, Map.of()))
                    .as("settings of %s", file)
                    .isNotNull();
        }
    }

    @Test
    void isYamlThroughout() throws IOException {
        var documents = new ArrayList<Object>();
        for (Path file :
                files().filter(file -> file.toString().endsWith(".yaml")).toList()) {
            new Yaml().loadAll(text(file)).forEach(documents::add);
        }

        assertThat(documents).hasSizeGreaterThan(15).doesNotContainNull();
    }

    @Test
    void namesThePortsThatBellcordOpens() throws IOException {
        String kubernetes = text(DEPLOY.resolve("kubernetes/bellcord.yaml"));
        var config = BrokerConfig.defaults();

        assertThat(integersAfter("containerPort: ", kubernetes))
                .containsExactlyInAnyOrder(
                        config.tls().port(),
                        config.tls().webSocketPort(),
                        config.websocket().port(),
                        config.http().port());
        assertThat(integersAfter("<port>", text(PROJECT.resolve("release/image/pom.xml"))))
                .containsExactlyInAnyOrder(
                        config.mqtt().port(),
                        config.tls().port(),
                        config.tls().webSocketPort(),
                        config.websocket().port(),
                        config.http().port());
    }

    /** What the launcher gives the JVM, an image gives it too. */
    @Test
    void startsTheJvmOfAnImageAsTheLauncherDoes() throws IOException {
        String launcher = text(PROJECT.resolve("bellcord"));
        var flags = Pattern.compile("(?m)^JVM_(?:FLAGS|DEFAULTS)=\"(.*?)\"")
                .matcher(launcher)
                .results()
                .flatMap(line -> Stream.of(line.group(1).split(" ")))
                .toList();

        assertThat(flags).hasSizeGreaterThan(4);
        assertThat(text(PROJECT.resolve("release/image/pom.xml")))
                .contains(flags.stream()
                        .map(flag -> "<jvmFlag>" + flag + "</jvmFlag>")
                        .toList());
    }

    @Test
    void runsTheVersionThatIsBuilt() throws IOException {
        String version = Pattern.compile("<version>(.*?)</version>")
                .matcher(text(PROJECT.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        assertThat(text(DEPLOY.resolve("kubernetes/bellcord.yaml"))).contains("image: bellcord:" + version + "\n");
    }

    /** A secret is not there yet: anything that can be read stands for it, and must be a value that is taken. */
    private String value(String variable, String written) {
        if (!variable.endsWith("_FILE")) {
            return written;
        }
        String secret = switch (variable) {
            case "BELLCORD_REDIS_URL_FILE" -> "redis://:secret@redis:6379";
            case "BELLCORD_CREDENTIALS_KEY_FILE" -> "A".repeat(43) + "=";
            default -> "secret";
        };
        try {
            return Files.writeString(directory.resolve(variable), secret).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> integersAfter(String words, String text) {
        return Pattern.compile(Pattern.quote(words) + "(\\d+)")
                .matcher(text)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    private static Stream<Path> files() throws IOException {
        try (var files = Files.walk(DEPLOY)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static String text(Path file) {
        try {
            return readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
