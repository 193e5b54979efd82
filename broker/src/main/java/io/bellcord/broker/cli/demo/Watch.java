package io.bellcord.broker.cli.demo;

import io.bellcord.broker.Broker;
import io.bellcord.broker.cli.Lifetime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ExitCode;

/** Looks after the running demo: shows how it fares, and sends the buses out again if they are lost. */
final class Watch {
    private static final Duration FIRST_POSITION = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final Duration FOR_EYES = Duration.ofSeconds(1);
    private static final int TICKS_FOR_LOGS = 10;

    private final Broker broker;
    private final Fleet fleet;
    private final Screen screen;
    private final Lifetime lifetime;
    private final Clock clock;
    private final Instant started;
    private final Progress progress;
    private boolean sentOutAgain;

    Watch(Broker broker, Fleet fleet, Screen screen, Lifetime lifetime, Clock clock) {
        this.broker = broker;
        this.fleet = fleet;
        this.screen = screen;
        this.lifetime = lifetime;
        this.clock = clock;
        this.started = clock.instant();
        this.progress = new Progress(screen);
    }

    /** Returns when the first position was accepted; false if none is. */
    boolean sendOut(int buses) throws InterruptedException {
        if (!fleet.isOut()) {
            fleet.start(broker.mqtt());
        }
        lifetime.<AutoCloseable>open(() -> fleet::dismiss); // first of all, when the end comes
        Instant deadline = clock.instant().plus(FIRST_POSITION);
        while (broker.status().positions() == 0) {
            if (lifetime.endsWithin(GLANCE) || !isAllRight() || clock.instant().isAfter(deadline)) {
                screen.say("The buses did not report. The last the simulator said:\n  " + fleet.lastWords());
                return false;
            }
        }
        progress.done(buses + " buses, which report");
        return true;
    }

    /** Shows the status until the time is over, a signal comes, or the buses are lost for good. */
    int until(Optional<Duration> duration) throws InterruptedException {
        lifetime.<AutoCloseable>open(() -> this::sum);
        var line = new StatusLine(broker.status(), clock.instant());
        Optional<Instant> end = duration.map(clock.instant()::plus);
        for (int tick = 1; !lifetime.endsWithin(left(end)); tick++) {
            if (end.isPresent() && !clock.instant().isBefore(end.get())) {
                return ExitCode.OK;
            }
            if (!isAllRight()) {
                return ExitCode.SOFTWARE;
            }
            if (screen.isTerminal() || tick % TICKS_FOR_LOGS == 0) {
                screen.status(line.next(broker.status(), clock.instant()));
            }
        }
        return ExitCode.OK;
    }

    private Duration left(Optional<Instant> end) {
        return end.map(at -> Duration.between(clock.instant(), at))
                .filter(left -> left.compareTo(FOR_EYES) < 0)
                .orElse(FOR_EYES);
    }

    private boolean isAllRight() {
        if (!fleet.isLost()) {
            return true;
        }
        screen.say("The simulated buses stopped by themselves. The last they said:\n  " + fleet.lastWords());
        if (sentOutAgain) {
            screen.say("They did so before: this is the end of the demo.");
            return false;
        }
        screen.say("Sending them out again, once.");
        sentOutAgain = true;
        fleet.start(broker.mqtt());
        return true;
    }

    private void sum() {
        screen.say(StatusLine.summary(broker.status(), Duration.between(started, clock.instant())));
    }
}
