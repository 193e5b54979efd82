package io.bellcord.broker.cli.demo;

import io.bellcord.broker.config.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the simulator is run: the launcher says where its jar stands, which differs between a checkout and a release. */
final class SimulatorJar {
    static final String JAR = "bellcord.simulator.jar";
    /** A file that makes its start quicker; may be missing. */
    static final String AOT_CACHE = "bellcord.simulator.aot";

    private SimulatorJar() {}

    /**
     * The command line up to the simulator's own arguments.
     *
     * @throws StartRefused if there is no such jar
     */
    static List<String> command() {
        Path jar = Path.of(System.getProperty(JAR, ""));
        if (!Files.isRegularFile(jar)) {
            throw new StartRefused("Cannot start: the simulator is not at \"" + jar
                    + "\": start with ./bellcord demo, name its jar with -D" + JAR + "=FILE, or do without: --buses 0");
        }
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xms16m",
                "-Xmx512m",
                "-XX:+UseSerialGC"));
        Path cache = Path.of(System.getProperty(AOT_CACHE, ""));
        if (Files.isRegularFile(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off"));
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }
}
