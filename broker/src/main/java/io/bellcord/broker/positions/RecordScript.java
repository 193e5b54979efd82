package io.bellcord.broker.positions;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

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
    record Call(List<byte[]> keys, List<byte[]> arguments) {}

    /** Runs all calls in one round trip; answers, for each, which of its positions were kept. */
    List<List<Boolean>> runAll(UnifiedJedis redis, List<Call> calls) {
        if (calls.isEmpty()) {
            return List.of();
        }
        List<Response<Object>> responses = new ArrayList<>(calls.size());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            calls.forEach(call -> responses.add(pipeline.evalsha(digest, call.keys(), call.arguments())));
            pipeline.sync();
        }
        return IntStream.range(0, calls.size())
                .mapToObj(i -> answer(redis, calls.get(i), responses.get(i)))
                .toList();
    }

    private List<Boolean> answer(UnifiedJedis redis, Call call, Response<Object> response) {
        try {
            return kept(response.get());
        } catch (JedisNoScriptException e) {
            return kept(redis.eval(text, call.keys(), call.arguments()));
        }
    }

    private static List<Boolean> kept(Object answer) {
        return ((List<?>) answer).stream().map(Long.valueOf(1)::equals).toList();
    }
}
