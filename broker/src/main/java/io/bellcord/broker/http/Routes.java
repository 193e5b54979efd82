package io.bellcord.broker.http;

import io.javalin.config.RoutesConfig;

/** Some paths, and what is done there. */
public interface Routes {
    void addTo(RoutesConfig routes);
}
