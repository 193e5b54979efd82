package io.bellcord.broker.microbench;

import io.bellcord.broker.topic.BusFilter;
import io.bellcord.broker.topic.TopicFilter;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Topic names, which every publish asks for three times, and topic filters. */
@State(Scope.Benchmark)
public class TopicBenchmark {
    private String topicName = "bus/kb/b12-207";
    private String topicFilter = "bus/kb/+";
    private BusId bus = new BusId("b12-207");
    private BusFilter one = (BusFilter) Topics.parseFilter("bus/kb/b12-207").orElseThrow();

    @Benchmark
    public Optional<BusKey> parseTopicName() {
        return Topics.parsePosition(topicName);
    }

    @Benchmark
    public Optional<TopicFilter> parseTopicFilter() {
        return Topics.parseFilter(topicFilter);
    }

    @Benchmark
    public boolean filterCovers() {
        return one.covers(bus);
    }
}
