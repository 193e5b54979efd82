package io.bellcord.simulator.cli;

import io.bellcord.simulator.bench.store.Predecessor;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench keys-and-mget}: the process that the bench compares snapshots with. */
@Command(name = "keys-and-mget", hidden = true, description = "Gives snapshots by Redis's KEYS and MGET.")
final class KeysAndMgetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PORT")
    private int port;

    @Parameters(paramLabel = "REDIS-PORT")
    private int redisPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        new Predecessor(redisPort).run(port);
        return 0;
    }
}
