package io.bellcord.broker.cli.demo;

import io.bellcord.broker.Broker;
import io.bellcord.broker.cli.Addresses;
import io.bellcord.broker.cli.DataOptions;
import io.bellcord.broker.cli.Lifetime;
import io.bellcord.broker.cli.ReadyOption;
import io.bellcord.broker.cli.TryOut;
import io.bellcord.broker.config.BrokerConfig;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.db.DatabaseSettings;
import io.bellcord.broker.embedded.EmbeddedServers;
import io.bellcord.broker.embedded.PrivateFile;
import io.bellcord.broker.provider.Provider;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One run of the demo: opens everything in order, and watches over it until the end. */
final class Demo {
    private final BrokerConfig configured;
    private final DataOptions data;
    private final Screen screen;
    private final Lifetime lifetime;
    private final Clock clock;
    private final Progress progress;

    Demo(BrokerConfig configured, DataOptions data, Screen screen, Lifetime lifetime, Clock clock) {
        this.configured = configured;
        this.data = data;
        this.screen = screen;
        this.lifetime = lifetime;
        this.clock = clock;
        this.progress = new Progress(screen);
    }

    /**
     * Returns the exit code.
     *
     * @param simulator how to run the buses; empty for none
     */
    int run(DemoData demo, List<String> simulator, ReadyOption ready, Optional<Duration> duration)
            throws InterruptedException {
        BrokerConfig config = startServers();
        var tokens = new TryOut(clock);
        List<Provider> providers = prepare(config, demo, tokens);
        Fleet fleet = lifetime.open(
                () -> new Fleet(simulator, tokensFile(), data.directory().log().resolve("fleet.log")));
        sendOutEarly(fleet, simulator, config.mqtt());
        Broker broker = lifetime.open(() -> Broker.start(config, clock));
        progress.done("Broker");

        var watch = new Watch(broker, fleet, screen, lifetime, clock);
        if (!simulator.isEmpty() && !watch.sendOut(demo.busCount())) {
            return 1;
        }
        Addresses addresses = Addresses.of(broker, config);
        ready.write(addresses, providers, tokens, DemoData.TOKENS_LAST);
        new Welcome(addresses, broker.mqtt()).lines(providers, tokens).forEach(screen::say);
        progress.total();
        return watch.until(duration);
    }

    /** While the broker starts, so does the simulator's JVM; where the port is not known yet, it has to wait. */
    private static void sendOutEarly(Fleet fleet, List<String> simulator, BrokerConfig.Mqtt mqtt) {
        if (!simulator.isEmpty() && mqtt.port() != 0) {
            fleet.start(new InetSocketAddress(mqtt.host(), mqtt.port()));
        }
    }

    private BrokerConfig startServers() {
        EmbeddedServers servers = lifetime.open(() -> data.start(configured));
        lifetime.<AutoCloseable>open(() -> () -> screen.say("Stopping PostgreSQL and Redis …"));
        progress.done("PostgreSQL and Redis, data in " + data.directory().path());
        return configured.withServers(servers.postgresUrl(), servers.postgresUser(), servers.redisUri());
    }

    private List<Provider> prepare(BrokerConfig config, DemoData demo, TryOut tokens) {
        BrokerConfig.Postgres postgres = config.postgres();
        try (var database =
                Database.open(new DatabaseSettings(postgres.url(), postgres.user(), postgres.password(), 1))) {
            database.migrate();
            List<Provider> providers = demo.addTo(database);
            PrivateFile.write(tokensFile(), String.join("\n", demo.trackerTokens(providers, tokens)) + "\n");
            progress.done("%d providers, %d routes, %d buses"
                    .formatted(providers.size(), demo.routeCount(), demo.busCount()));
            return providers;
        }
    }

    private Path tokensFile() {
        return data.directory().path().resolve("tracker-tokens");
    }
}
