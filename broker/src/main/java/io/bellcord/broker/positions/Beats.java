package io.bellcord.broker.positions;

import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.transit.ProviderId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
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
        try (AbstractPipeline pipeline = redis.commands().pipelined()) {
            for (ProviderId provider : providers) {
                answers.put(provider, pipeline.setGet(key(provider), mark, new SetParams().ex(KEPT_SECONDS)));
            }
            pipeline.sync();
        } catch (JedisException e) {
            // told by the answers that are missing
        }
        Map<ProviderId, Outcome> outcomes = new LinkedHashMap<>();
        providers.forEach(provider -> outcomes.put(provider, outcome(provider, answers.get(provider), mark)));
        return outcomes;
    }

    private Outcome outcome(ProviderId provider, @Nullable Response<String> answer, String mark) {
        if (answer == null) {
            return Outcome.FAILED;
        }
        try {
            String found = answer.get();
            return Objects.equals(found, left.put(provider, mark)) ? Outcome.KEPT : Outcome.FORGOTTEN;
        } catch (JedisException | IllegalStateException e) { // refused; never answered
            return Outcome.FAILED;
        }
    }

    private String key(ProviderId provider) {
        return "bus:{" + provider + "}:beat:" + process;
    }
}
