package io.bellcord.simulator.fleet;

import io.bellcord.simulator.credentials.Login;
import io.bellcord.simulator.fault.Fault;
import io.bellcord.simulator.mqtt.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a fleet is to do.
 *
 * @param rate fixes that each bus publishes a second
 * @param qos 0 or 1
 * @param fault of every tracker; empty for healthy ones
 * @param length empty: until it is told to stop
 */
public record FleetPlan(
        Endpoint endpoint,
        List<Login> logins,
        double rate,
        int qos,
        Optional<Duration> length,
        long seed,
        Optional<Fault> fault) {
    public FleetPlan {
        logins = List.copyOf(logins);
    }
}
