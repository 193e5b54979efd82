package io.bellcord.broker.feed;

import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.topic.TopicFilter;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Topic filters of a rider: what they come to, asked once for each SUBSCRIBE, and what they cover. */
@State(Scope.Benchmark)
public class InterestBenchmark {
    private Set<TopicFilter> filters = Stream.of("bus/kb/b12-207", "bus/kb/b12-207/state", "bus/kb/b7-1", "route/kb/7")
            .map(text -> Topics.parseFilter(text).orElseThrow())
            .collect(Collectors.toSet());
    private Interest some = new Interest(filters);
    private BusId bus = new BusId("b12-207");

    /** With what it costs to tell which group it is of. */
    @Benchmark
    public int ofFourFilters() {
        return new Interest(filters).hashCode();
    }

    @Benchmark
    public boolean covers() {
        return some.covers(bus, Kind.STATE);
    }
}
