package io.bellcord.broker.accounts;

import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Route;
import java.util.List;

/** A user with all that an app shows first. */
public record Profile(User user, Provider provider, List<Route> routes) {
    public Profile {
        routes = List.copyOf(routes);
    }
}
