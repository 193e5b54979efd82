package io.bellcord.broker.positions;

import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.transit.ProviderId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * A mark that Redis keeps for this process on each provider's shard, and that is another one each time. Found as it was left,
 * it shows that what was written before it is still there. Of one thread.
 */
final class Beats {
    /** Marks of processes that have ended go by themselves. */
    private static final long KEPT_SECONDS = 60;

    private final Redis redis;
    private final String process = UUID.randomUUID().toString();
    private final Map<ProviderId, String> left = new HashMap<>();
    private long count;

    /** What a look at the mark showed. */
    enum Outcome {
        /** It was there. */
        KEPT,
        /** It was not, or an older one was: Redis began empty, or with an old copy. */
        FORGOTTEN,
        /** Redis did not answer, or would not write. */
        FAILED
    }

    Beats(Redis redis) {
        this.redis = redis;
    }

    /** Looks and marks anew, in one round trip. */
    Map<ProviderId, Outcome> beat(Collection<ProviderId> providers) {
        left.keySet().retainAll(providers);
        String mark = Long.toString(++count);
        Map<ProviderId, Response<String>> answers = new LinkedHashMap<>();
        providers.stream()
                .collect(Collectors.groupingBy(provider -> redis.shardOf(key(provider))))
                .values()
                .forEach(ofShard -> mark(ofShard, mark, answers));
        Map<ProviderId, Outcome> outcomes = new LinkedHashMap<>();
        providers.forEach(provider -> outcomes.put(provider, outcome(provider, answers.get(provider), mark)));
        return outcomes;
    }

    /** In a pipeline of their own, so that a shard that is dead leaves the marks of others alone. */
    private void mark(List<ProviderId> ofShard, String mark, Map<ProviderId, Response<String>> answers) {
        try (AbstractPipeline pipeline = redis.pipelined(key(ofShard.getFirst()))) {
            for (ProviderId provider : ofShard) {
                answers.put(provider, pipeline.setGet(key(provider), mark, new SetParams().ex(KEPT_SECONDS)));
            }
            pipeline.sync();
        } catch (JedisException e) {
            redis.suspect(); // the answers that are missing tell the rest
        }
    }

    private Outcome outcome(ProviderId provider, @Nullable Response<String> answer, String mark) {
        if (answer == null) {
            return Outcome.FAILED;
        }
        try {
            String found = answer.get();
            return Objects.equals(found, left.put(provider, mark)) ? Outcome.KEPT : Outcome.FORGOTTEN;
        } catch (JedisException | IllegalStateException e) { // refused, perhaps as it has moved; never answered
            redis.suspect();
            return Outcome.FAILED;
        }
    }

    private String key(ProviderId provider) {
        return "bus:{" + provider + "}:beat:" + process;
    }
}
