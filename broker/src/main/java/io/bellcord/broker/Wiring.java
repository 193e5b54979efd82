package io.bellcord.broker;

import io.bellcord.broker.config.BrokerConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;

/** What every part is made with. */
record Wiring(BrokerConfig config, PartSettings settings, PrometheusMeterRegistry meters, Clock clock, Opened opened) {
    static Wiring of(BrokerConfig config, Clock clock) {
        Opened opened = new Opened();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        opened.add(meters::close);
        return new Wiring(config, new PartSettings(config), meters, clock, opened);
    }

    /** Closes the part when the broker closes, before those that were opened earlier. */
    <T extends AutoCloseable> T open(T part) {
        return opened.add(part);
    }
}
