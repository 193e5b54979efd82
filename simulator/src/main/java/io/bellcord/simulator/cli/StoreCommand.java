package io.bellcord.simulator.cli;

import io.bellcord.simulator.bench.store.Subscriber;
import io.bellcord.simulator.bench.target.Server;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench store}: the process that the bench starts beside a broker that does not store. */
@Command(name = "store", hidden = true, description = "Subscribes to positions and stores them in Redis.")
final class StoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BROKER-PORT")
    private int brokerPort;

    @Parameters(paramLabel = "REDIS-PORT")
    private int redisPort;

    @Override
    public Integer call() throws IOException {
        new Subscriber(brokerPort, redisPort, Server.PROVIDER, 1).run();
        return 0;
    }
}
