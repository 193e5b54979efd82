package io.bellcord.broker.topic;

import io.bellcord.broker.transit.ProviderId;

/** A topic filter under {@code feed/}: one provider's vehicle positions in GTFS-Realtime. */
public record FeedFilter(ProviderId provider) implements TopicFilter {}
