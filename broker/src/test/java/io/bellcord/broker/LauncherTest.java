package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/bellcord} of an unpacked release, with a JDK that only says how it was called. */
class LauncherTest {
    private record Run(int code, String out, String errors) {}

    @TempDir
    Path directory;

    private Path launcher = Path.of("bellcord");

    @BeforeEach
    void unpack() throws IOException {
        Path home = Files.createDirectories(directory.resolve("my release"));
        Files.createDirectories(home.resolve("bin"));
        launcher = Files.copy(Path.of("../bellcord"), home.resolve("bin/bellcord"));
        Files.createFile(home.resolve("bellcord-broker.jar"));
        Files.createFile(home.resolve("bellcord-simulator.jar"));
    }

    @Test
    void listsTheCommandsThoughThereIsNoJava() throws Exception {
        var run = bellcord(Map.of("BELLCORD_JAVA_HOME", "/nowhere"), "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("demo", "broker", "simulate", "admin");
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void refusesACommandThatDoesNotExist() throws Exception {
        var run = bellcord(Map.of(), "brokr");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).startsWith("bellcord: there is no command brokr\nUsage: ./bellcord COMMAND");
    }

    @Test
    void saysInOneLineWhatToInstall() throws Exception {
        var run = bellcord(Map.of("BELLCORD_JAVA_HOME", jdk("17.0.9").toString()), "broker");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errors().lines())
                .containsExactly("bellcord: BELLCORD_JAVA_HOME=" + jdk("17.0.9")
                        + " holds no JDK 25: point it at one, or unset it");
    }

    @Test
    void passesOverAnOldJavaHomeAndHandsArgumentsOnAsTheyAre() throws Exception {
        var run = bellcord(
                Map.of("JAVA_HOME", jdk("17.0.9").toString(), "PATH", jdk("25.0.1") + "/bin:/usr/bin:/bin"),
                "broker",
                "--data",
                "a b",
                "");

        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .startsWith("25.0.1", "--enable-native-access=ALL-UNNAMED")
                .endsWith("-jar", home() + "/bellcord-broker.jar", "broker", "--data", "a b", "");
    }

    @Test
    void takesTheOperatorsJvmOptionsInsteadOfItsOwn() throws Exception {
        var jdk = Map.of("BELLCORD_JAVA_HOME", jdk("25").toString());
        var mine = Map.of("BELLCORD_JAVA_HOME", jdk("25").toString(), "BELLCORD_JAVA_OPTS", "-Xmx1g -Da=b");

        assertThat(bellcord(jdk, "admin").out()).contains("-XX:MaxRAMPercentage=50");
        assertThat(bellcord(mine, "admin").out()).contains("-Xmx1g\n-Da=b\n").doesNotContain("-XX:MaxRAM");
    }

    @Test
    void runsFromAnywhereAndThroughALink() throws Exception {
        var link = Files.createSymbolicLink(directory.resolve("link"), Path.of("my release/bin/bellcord"));
        var second = Files.createSymbolicLink(directory.resolve("second"), link);
        launcher = second;

        var run = bellcord(Map.of("BELLCORD_JAVA_HOME", jdk("26-ea").toString()), "simulate", "--buses", "5");

        assertThat(run.out().lines()).endsWith(home() + "/bellcord-simulator.jar", "simulate", "--buses", "5");
    }

    private String home() throws IOException {
        return directory.resolve("my release").toRealPath().toString();
    }

    /** A JDK whose java prints its version and its arguments, each in a line. */
    private Path jdk(String version) throws IOException {
        Path home = directory.resolve("jdk " + version);
        Path java = home.resolve("bin/java");
        if (!Files.exists(java)) {
            Files.createDirectories(java.getParent());
            Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
            Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' " + version + " \"$@\"\n");
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        }
        return home;
    }

    private Run bellcord(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BELLCORD_") || name.equals("JAVA_HOME"));
        builder.environment().putAll(environment);
        Path out = directory.resolve("out");
        Path errors = directory.resolve("errors");
        int code = builder.redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        return new Run(code, Files.readString(out), Files.readString(errors));
    }
}
