package io.bellcord.broker.embedded;

import io.bellcord.broker.cli.Lifetime;
import io.bellcord.broker.config.BrokerConfig;
import java.nio.file.Path;
import java.util.List;

/** What a test kills: runs the servers of a directory until it is told to stop. */
final class ServersInAnotherProcess {
    private ServersInAnotherProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var ports = new BrokerConfig.Embedded(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        var lifetime = Lifetime.untilSignal();
        lifetime.open(() -> EmbeddedServers.start(DataDirectory.at(Path.of(args[0])), ports, List.of()));
        lifetime.await();
    }
}
