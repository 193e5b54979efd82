package io.bellcord.broker.topic;

import io.bellcord.broker.transit.ProviderId;

/** A topic filter that Bellcord serves; always of one provider. */
public sealed interface TopicFilter permits BusFilter, RouteFilter, FeedFilter {
    ProviderId provider();
}
