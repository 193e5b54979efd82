package io.bellcord.broker.cli.admin.provider;

import io.bellcord.broker.cli.DatabaseAccess;
import io.bellcord.broker.cli.admin.action.AdminAction;
import io.bellcord.broker.cli.admin.action.Answer;
import io.bellcord.broker.cli.admin.action.MinInterval;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.ProviderRepository;
import io.bellcord.broker.transit.ProviderId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Changes something of a provider. */
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
abstract class ProviderSwitch extends AdminAction {
    @Parameters(paramLabel = "ID", description = "The provider.")
    private ProviderId id;

    private ProviderSwitch(DatabaseAccess database) {
        super(database);
    }

    abstract String turn(ProviderRepository providers, ProviderId id);

    @Override
    protected final Answer run(Database database) {
        var providers = new ProviderRepository(database);
        String done = turn(providers, id);
        var now = providers.get(id);
        return new Answer(
                "Provider " + id + " " + done,
                Answer.object(
                        "id", id.value(),
                        "name", now.name(),
                        "enabled", now.enabled(),
                        "publicRead", now.publicRead(),
                        "minIntervalMs", MinInterval.json(now)));
    }

    @Command(name = "enable", description = "Lets a provider's clients in again.")
    static final class Enable extends ProviderSwitch {
        Enable(DatabaseAccess database) {
            super(database);
        }

        @Override
        String turn(ProviderRepository providers, ProviderId id) {
            providers.setEnabled(id, true);
            return "is enabled";
        }
    }

    @Command(name = "disable", description = "Lets nobody of a provider in, and closes its connections.")
    static final class Disable extends ProviderSwitch {
        Disable(DatabaseAccess database) {
            super(database);
        }

        @Override
        String turn(ProviderRepository providers, ProviderId id) {
            providers.setEnabled(id, false);
            return "is disabled";
        }
    }

    @Command(
            name = "min-interval",
            description = "Says how seldom a provider's riders are told who do not ask for an interval themselves.")
    @SuppressWarnings("NullAway.Init") // picocli sets what is not set here
    static final class Interval extends ProviderSwitch {
        @Parameters(
                index = "1",
                paramLabel = "MS|default",
                description =
                        "0 to 3600000 milliseconds between two frames; default: the broker's. For those who come.")
        private MinInterval value;

        Interval(DatabaseAccess database) {
            super(database);
        }

        @Override
        String turn(ProviderRepository providers, ProviderId id) {
            providers.setMinInterval(id, value.own());
            return value.own()
                    .map(own -> "tells riders who do not say every " + own.toMillis() + " ms at most")
                    .orElse("tells riders who do not say as the broker's default is");
        }
    }

    @Command(name = "public-read", description = "Says whether a provider's riders need a password.")
    @SuppressWarnings("NullAway.Init") // picocli sets what is not set here
    static final class PublicRead extends ProviderSwitch {
        enum OnOff {
            on,
            off
        }

        @Parameters(index = "1", paramLabel = "on|off", description = "on: riders need no password.")
        private OnOff value;

        PublicRead(DatabaseAccess database) {
            super(database);
        }

        @Override
        String turn(ProviderRepository providers, ProviderId id) {
            boolean on = value == OnOff.on;
            providers.setPublicRead(id, on);
            return on ? "lets riders in without a password" : "wants a token of its riders";
        }
    }
}
