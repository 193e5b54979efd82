package io.bellcord.broker;

import java.util.Optional;

/**
 * How a broker is, at a glance.
 *
 * @param live buses with a fix in the last half minute
 * @param positions accepted since the start
 * @param refused publishes refused since the start
 * @param redisProblem what is wrong with Redis, in words; empty when all is well
 * @param postgresProblem the same of PostgreSQL
 */
public record BrokerStatus(
        long live,
        long positions,
        long refused,
        long trackers,
        long riders,
        Optional<String> redisProblem,
        Optional<String> postgresProblem) {}
