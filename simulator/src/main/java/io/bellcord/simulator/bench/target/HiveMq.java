package io.bellcord.simulator.bench.target;

import io.bellcord.simulator.bench.BenchFailed;
import io.bellcord.simulator.bench.process.Program;
import io.bellcord.simulator.bench.wire.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** HiveMQ Community Edition with its defaults, and in memory alone. */
final class HiveMq {
    private static final String JAR = "bellcord-compare.jar";
    private static final int DOWNLOAD_MINUTES = 10;
    /** As its own start script has them. */
    private static final List<String> FLAGS = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Djava.net.preferIPv4Stack=true");

    private HiveMq() {}

    static Server start(Program program, Path directory) throws IOException {
        var libraries = libraries(program, directory);
        var port = Sockets.freePort();
        for (var each : List.of("conf", "data", "extensions")) {
            Files.createDirectories(directory.resolve(each));
        }
        Files.writeString(directory.resolve("conf/config.xml"), """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                    <tcp-listener><port>%d</port><bind-address>0.0.0.0</bind-address></tcp-listener>
                  </listeners>
                  <persistence><mode>in-memory</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port));
        var command = new ArrayList<>(FLAGS);
        var classPath = libraries.resolve(JAR)
                + System.getProperty("path.separator")
                + libraries.resolve("lib").resolve("*");
        command.addAll(List.of("-cp", classPath, "io.bellcord.compare.HiveMq", directory.toString()));
        return OneProcess.listening("hivemq", port, program.java(directory, Map.of(), command));
    }

    /** Where its libraries are; they are fetched when they are not there yet. */
    private static Path libraries(Program program, Path directory) throws IOException {
        var module = program.checkout()
                .orElseThrow(() -> new BenchFailed("HiveMQ is fetched by a checkout of Bellcord alone"))
                .resolve("simulator");
        var libraries = module.resolve("target").resolve("compare");
        if (!Files.exists(libraries.resolve(JAR)) || !Files.isDirectory(libraries.resolve("lib"))) {
            fetch(program, directory, module.resolve("compare").resolve("pom.xml"));
        }
        return libraries;
    }

    private static void fetch(Program program, Path directory, Path pom) {
        var environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
        var maven = program.start(
                directory, environment, List.of("mvn", "-B", "-ntp", "-q", "-f", pom.toString(), "package"));
        try {
            if (!maven.waitFor(DOWNLOAD_MINUTES, TimeUnit.MINUTES) || maven.exitValue() != 0) {
                throw new BenchFailed(
                        "HiveMQ could not be fetched by mvn -f " + pom + " package: see " + program.log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        } finally {
            Program.stop(maven);
        }
    }
}
