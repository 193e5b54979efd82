package io.bellcord.broker.positions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.redis.Redis;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** {@code record.lua}, called by its digest; sent whole only to a server that does not know it yet. */
final class RecordScript {
    private final byte[] text;
    private final byte[] digest;

    private RecordScript(byte[] text) throws NoSuchAlgorithmException {
        this.text = text;
        // Not for secrecy: it is how Redis names a script.
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(text);
        this.digest = HexFormat.of().formatHex(sha1).getBytes(UTF_8);
    }

    static RecordScript load() {
        try (InputStream in = Objects.requireNonNull(RecordScript.class.getResourceAsStream("record.lua"))) {
            return new RecordScript(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** One call: positions of one provider. */
    record Call(List<byte[]> keys, List<byte[]> arguments) {
        String key() {
            return new String(keys.getFirst(), UTF_8);
        }
    }

    /**
     * Runs all calls in one round trip; answers, for each, which of its positions were kept.
     *
     * @param calls for providers that are on one server, as far as is known
     */
    List<List<Boolean>> runAll(Redis redis, List<Call> calls) {
        List<Response<Object>> responses = new ArrayList<>(calls.size());
        try (AbstractPipeline pipeline = redis.pipelined(calls.getFirst().key())) {
            calls.forEach(call -> responses.add(pipeline.evalsha(digest, call.keys(), call.arguments())));
            pipeline.sync();
        } catch (JedisException e) {
            redis.suspect();
            throw e;
        }
        return IntStream.range(0, calls.size())
                .mapToObj(i -> answer(redis, calls.get(i), responses.get(i)))
                .toList();
    }

    private List<Boolean> answer(Redis redis, Call call, Response<Object> response) {
        try {
            return kept(response.get());
        } catch (JedisNoScriptException e) {
            return whole(redis, call);
        } catch (JedisRedirectionException e) {
            redis.suspect();
            return whole(redis, call); // wherever the provider is now
        } catch (JedisException e) {
            redis.suspect(); // a server that is a replica now, or of a cluster that is broken
            throw e;
        }
    }

    private List<Boolean> whole(Redis redis, Call call) {
        return kept(redis.commands().eval(text, call.keys(), call.arguments()));
    }

    private static List<Boolean> kept(Object answer) {
        return ((List<?>) answer).stream().map(Long.valueOf(1)::equals).toList();
    }
}
