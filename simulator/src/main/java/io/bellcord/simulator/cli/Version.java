package io.bellcord.simulator.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** As the jar's manifest has it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"Bellcord " + Objects.requireNonNullElse(version, "(not from its jar)")};
    }
}
