package io.bellcord.simulator.bench.process;

import io.bellcord.simulator.bench.BenchFailed;
import java.util.List;

/** Closing all of several, whatever fails. */
public final class Closing {
    private Closing() {}

    /** Closes the last first; once all have been closed it tells of what failed. */
    public static void all(List<? extends AutoCloseable> opened) {
        var failed = new BenchFailed("not closed");
        for (var each : opened.reversed()) {
            try {
                each.close();
            } catch (Exception | Error e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}
