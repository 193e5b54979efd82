package io.bellcord.broker.topic;

import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.util.Optional;

/**
 * A topic filter under {@code route/}: which of one provider's routes.
 *
 * @param route one route; empty for all of the provider
 */
public record RouteFilter(ProviderId provider, Optional<RouteId> route) implements TopicFilter {}
