package io.bellcord.broker.auth;

import io.bellcord.broker.topic.BusFilter;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.topic.FeedFilter;
import io.bellcord.broker.topic.RouteFilter;
import io.bellcord.broker.topic.TopicFilter;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusKey;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a grant means for topics: the one place that decides who may write and read what. */
public final class TopicAccess {
    /** What became of a topic filter. */
    public sealed interface Reading {
        /** As asked, less the topics that this client may not see. */
        record Allowed(TopicFilter filter) implements Reading {}

        /** Not this client's to read. */
        record NotAllowed() implements Reading {}

        /** No topic filter that Bellcord serves. */
        record NotServed() implements Reading {}
    }

    private TopicAccess() {}

    /** The bus whose position the client may publish under this topic name; empty where it may not. */
    public static Optional<BusKey> publishing(Grant grant, String topicName) {
        return Topics.parsePosition(topicName).filter(grant::mayPublish);
    }

    public static Reading reading(Grant grant, String topicFilter) {
        Optional<TopicFilter> asked = Topics.parseFilter(topicFilter);
        if (asked.isEmpty()) {
            return new Reading.NotServed();
        }
        return switch (asked.get()) {
            case BusFilter filter -> reading(grant, filter);
            case RouteFilter filter -> readingOfAll(grant, filter);
            case FeedFilter filter -> readingOfAll(grant, filter);
        };
    }

    private static Reading readingOfAll(Grant grant, TopicFilter filter) {
        return grant.mayReadAll(filter.provider()) ? new Reading.Allowed(filter) : new Reading.NotAllowed();
    }

    private static Reading reading(Grant grant, BusFilter filter) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        filter.kinds().stream().filter(kind -> mayRead(grant, filter, kind)).forEach(kinds::add);
        return kinds.isEmpty()
                ? new Reading.NotAllowed()
                : new Reading.Allowed(new BusFilter(filter.provider(), filter.bus(), kinds));
    }

    private static boolean mayRead(Grant grant, BusFilter filter, Kind kind) {
        Optional<BusKey> one = filter.bus().map(bus -> new BusKey(filter.provider(), bus));
        boolean mayRead = one.map(grant::mayRead).orElseGet(() -> grant.mayReadAll(filter.provider()));
        // Refusals are for those who published: a rider has nothing to mend.
        boolean mayMend = one.map(grant::mayPublish).orElse(grant.role() != Role.RIDER);
        return mayRead && (kind != Kind.REFUSED || mayMend);
    }
}
