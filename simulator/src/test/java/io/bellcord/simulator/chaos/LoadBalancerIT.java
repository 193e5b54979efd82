package io.bellcord.simulator.chaos;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.bellcord.simulator.bench.wire.Sockets;
import io.bellcord.simulator.chaos.site.LoadBalancer;
import io.bellcord.simulator.chaos.site.Site;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Debian's HAProxy between clients and the broker. */
@Tag("long")
@Timeout(300)
class LoadBalancerIT {
    @Test
    void theLoadBalancerRestarts() throws IOException {
        assumeThat(LoadBalancer.PROGRAM).as("apt-get install haproxy").isExecutable();
        var site = Site.open(Map.of());
        try (var scene = Scene.on(site);
                var balancer = site.addLoadBalancer()) {
            scene.withCrowd(() -> Sockets.address(balancer.port(), 0));

            balancer.kill();
            balancer.startAgain();

            scene.goesOnLive();
            scene.catchesUp();
            scene.addsUp();
        }
    }
}
