package io.bellcord.broker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fuzzes one class after the other, each in a JVM of its own, since Jazzer fuzzes one method for each: {@code mvn -Pfuzz
 * verify}. What it finds is put among the inputs that every build replays.
 */
public final class Fuzz {
    private static final Pattern DURATION = Pattern.compile("(\\d+)([smh])");
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private final Duration time;
    private final Path corpora;

    private Fuzz(Duration time, Path corpora) {
        this.time = time;
        this.corpora = corpora;
    }

    /** Arguments: how long for each ({@code 20m}), where their corpora grow, and the names of the classes. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Fuzz fuzz = new Fuzz(duration(arguments[0]), Path.of(arguments[1]));
        List<String> failed = new ArrayList<>();
        for (String target : List.of(arguments).subList(2, arguments.length)) {
            if (fuzz.run(target) != 0) {
                failed.add(target);
            }
        }
        failed.forEach(Fuzz::report);
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("fuzz.time must be written like 90s, 20m or 2h but is " + text);
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    private int run(String target) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(corpora.resolve(target));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-Xmx1g",
                // So that what the shared allocator has given out can be counted.
                "-Dio.netty.allocator.type=unpooled",
                "-Dio.netty.leakDetection.level=disabled",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target,
                "--instrumentation_includes=io.bellcord.**:io.netty.handler.codec.mqtt.**:io.netty.handler.codec.haproxy.**",
                "-max_total_time=" + time.toSeconds(),
                "-print_final_stats=1",
                "-artifact_prefix=" + inputs(target) + "/",
                corpus.toString(),
                inputs(target).toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** Where Jazzer's JUnit tests look for the inputs of a class: in a folder for its one method. */
    private static Path inputs(String target) {
        Path ofClass = RESOURCES.resolve(target.replace('.', '/') + "Inputs");
        try (Stream<Path> methods = Files.list(ofClass)) {
            return methods.filter(Files::isDirectory).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("no corpus in " + ofClass, e);
        }
    }

    private static void report(String target) {
        String simple = target.substring(target.lastIndexOf('.') + 1);
        System.err.printf(
                "%n%s found something: its input is the newest file in %s.%n"
                        + "Again: mvn -pl broker test -Dtest=%s -Dsurefire.failIfNoSpecifiedTests=false%n",
                target, inputs(target), simple);
    }
}
