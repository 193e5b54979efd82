package io.bellcord.simulator.cli;

import picocli.CommandLine.Command;

/** {@code bench}: what Bellcord costs. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measures what Bellcord costs, on this machine.",
        synopsisSubcommandLabel = "COMMAND")
final class BenchCommand {}
