package io.bellcord.broker.cli;

import io.bellcord.broker.Broker;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.config.PortCheck;
import io.bellcord.broker.embedded.EmbeddedServers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code broker}: the service, until it is told to stop. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the broker with the PostgreSQL and Redis that are configured, or with its own.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."})
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
public final class BrokerCommand implements Callable<Integer> {
    private static final Duration TOKENS_LAST = Duration.ofDays(1);

    @Mixin
    private final ConfigOptions settings = new ConfigOptions();

    @Option(
            names = "--embedded",
            description = "Bring PostgreSQL and Redis along, instead of connecting to those configured.")
    private boolean embedded;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final ReadyOption ready = new ReadyOption();

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    public BrokerCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireEmbeddedFor("--data");
        requireEmbeddedFor("--fresh");
        BrokerConfig config = settings.load(data.overrides());
        LogOutput.use(config.log());
        ready.clear();
        try (var lifetime = Lifetime.untilSignal(config.shutdown().limit())) {
            BrokerConfig all = withServers(config, lifetime);
            Broker broker = lifetime.open(() -> Broker.start(all, clock));
            ready.write(Addresses.of(broker, all), broker.providers().list(), new TryOut(clock), TOKENS_LAST);
            lifetime.await();
        }
        return ExitCode.OK;
    }

    private void requireEmbeddedFor(String option) {
        if (!embedded && spec.commandLine().getParseResult().hasMatchedOption(option)) {
            throw new ParameterException(
                    spec.commandLine(), option + " is about the embedded servers: add --embedded, or leave it out");
        }
    }

    private BrokerConfig withServers(BrokerConfig config, Lifetime lifetime) {
        if (!embedded) {
            PortCheck.requireFree(PortCheck.ofBroker(config));
            return config;
        }
        EmbeddedServers servers = lifetime.open(() -> data.start(config));
        return config.withServers(servers.postgresUrl(), servers.postgresUser(), servers.redisUri());
    }
}
