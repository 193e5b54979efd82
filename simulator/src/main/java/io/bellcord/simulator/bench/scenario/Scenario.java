package io.bellcord.simulator.bench.scenario;

import io.bellcord.simulator.bench.report.Row;
import io.bellcord.simulator.bench.target.Server;
import java.util.List;
import java.util.function.Consumer;

/** Something that is done to a broker that has just been started. */
public interface Scenario {
    /** Each, by the order in which they are run. */
    static List<Scenario> all() {
        return List.of(
                LiveFeed.FAN_OUT,
                new FanOutMax(),
                LiveFeed.ONE_BUS_EACH,
                FanIn.STEADY_0,
                FanIn.STEADY_1,
                FanIn.FLOOD_0,
                FanIn.FLOOD_1,
                new SlowRiders(),
                new Snapshot(),
                new Storm(),
                new Idle());
    }

    /** As the command line and the tables have it. */
    String name();

    /** What it is, in a line. */
    String description();

    /** With which of the brokers that are started here it is compared. */
    default boolean suits(String target) {
        return !target.equals("mosquitto+store") && !target.equals("keys+mget");
    }

    Row run(Server server, Plan plan, Consumer<String> progress);
}
