package io.bellcord.simulator;

import io.bellcord.simulator.cli.Simulator;
import io.bellcord.simulator.cli.Stop;
import io.bellcord.simulator.cli.Terminal;
import java.time.Clock;

/** Starts the simulator's command line. */
public final class SimulatorMain {
    private SimulatorMain() {}

    public static void main(String[] args) {
        var stop = new Stop();
        stop.onSignal();
        var code = Simulator.run(args, Terminal.ofProcess(), stop, Clock.systemUTC());
        stop.finished(code);
        System.exit(code);
    }
}
