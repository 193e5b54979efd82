package io.bellcord.simulator.cli;

import io.bellcord.simulator.fault.Fault;
import java.util.Arrays;
import java.util.Iterator;

/** For the help. */
final class FaultNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Fault.values()).map(Fault::word).iterator();
    }
}
