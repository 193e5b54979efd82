package io.bellcord.simulator.fault;

import io.bellcord.simulator.driving.Fix;
import java.util.List;

/** What one tracker makes of its fixes. May remember those before; for one thread. */
@FunctionalInterface
public interface Habit {
    /** What it sends now that it has measured this. */
    List<byte[]> payloads(Fix fix);
}
