package io.bellcord.broker.positions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.positions.RecordScript.Call;
import io.bellcord.broker.positions.announce.Announcements;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.TestRedis;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * {@code record.lua} in a Redis of its own: positions, each the newest of its bus, are written, listed and announced, in
 * one pipeline of all calls. In the end it tells the CPU time of Redis itself, which is what bounds a shard: the time of
 * an operation is also the client's.
 */
@State(Scope.Benchmark)
public class RecordBenchmark {
    private static final int POSITIONS = 50_000;
    private static final Pattern CPU = Pattern.compile("used_cpu_(?:user|sys):([0-9.]+)");
    private static final byte[] JSON = """
            {"bus":"b00000","ts":1700000000000,"rx":1700000000100,"lat":43.733412,"lon":7.421873,"spd":8.3,"hdg":217,\
            "acc":4,"odo":182734,"seq":91,"src":"gps","st":"in_service","route":"1","dir":0,\
            "occ":"FEW_SEATS_AVAILABLE","occp":62,"state":"live"}""".getBytes(UTF_8);

    /** Positions in one call of the script. */
    @Param({"1", "50", "500"})
    public int perCall;

    @Param({"1", "100"})
    public int providers;

    /** Nodes that hear of every position. */
    @Param({"0"})
    public int listeners;

    private final RecordScript script = RecordScript.load();
    private final Announcements announcements = new Announcements(NodeId.create());
    private final Position position = PositionJson.decode(new ProviderId("p0"), JSON);
    private final List<Call> calls = new ArrayList<>();
    private final List<Socket> listening = new ArrayList<>();
    private TestRedis server;
    private Redis redis;
    private long time = 1_700_000_000_000L;
    private long written;
    private double cpuBefore;

    @Setup
    public void start() throws IOException {
        server = TestRedis.start();
        redis = Redis.connect(List.of(server.uri()));
        ask("CONFIG SET appendonly no"); // as what it writes to disk is another matter
        for (int bus = 0; bus < POSITIONS; bus += perCall) {
            calls.add(call(bus / perCall % providers, bus));
        }
        for (int i = 0; i < listeners; i++) {
            listening.add(listen());
        }
        cpuBefore = cpuSeconds();
    }

    private Call call(int provider, int firstBus) {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> arguments = new ArrayList<>();
        keys.add(bytes("bus:{p" + provider + "}:seen"));
        arguments.addAll(List.of(bytes("10800"), bytes("0"), bytes(channel(provider)), announcements.header()));
        for (int bus = firstBus; bus < firstBus + perCall; bus++) {
            keys.add(bytes("bus:{p" + provider + "}:b" + bus + ":lastlocation"));
            arguments.addAll(List.of(bytes("b" + bus), bytes(""), JSON, announcements.entry(position)));
        }
        return new Call(keys, arguments);
    }

    private static String channel(int provider) {
        return "bus:{p" + provider + "}";
    }

    /** To all providers, reading as fast as it comes. */
    private Socket listen() throws IOException {
        var socket = new Socket(server.uri().getHost(), server.uri().getPort());
        for (int provider = 0; provider < providers; provider++) {
            socket.getOutputStream().write(bytes("SSUBSCRIBE " + channel(provider) + "\r\n"));
        }
        Thread.ofPlatform().daemon().start(() -> readAll(socket));
        return socket;
    }

    private static void readAll(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {}
        } catch (IOException e) {
            // the trial is over
        }
    }

    @Benchmark
    @OperationsPerInvocation(POSITIONS)
    public int record() {
        byte[] now = bytes(Long.toString(++time));
        for (Call call : calls) {
            for (int i = 5; i < call.arguments().size(); i += 4) {
                call.arguments().set(i, now);
            }
        }
        written += POSITIONS;
        return script.runAll(redis, calls).size();
    }

    @TearDown
    public void stop() throws IOException {
        double micros = (cpuSeconds() - cpuBefore) * 1e6 / written;
        System.out.printf(Locale.ROOT, "Redis: %.2f µs of CPU a position, %.0f/s on a core%n", micros, 1e6 / micros);
        for (Socket socket : listening) {
            socket.close();
        }
        redis.close();
        server.close();
    }

    private double cpuSeconds() throws IOException {
        var found = CPU.matcher(ask("INFO cpu")).results();
        return found.mapToDouble(one -> Double.parseDouble(one.group(1))).sum();
    }

    private String ask(String command) throws IOException {
        try (var socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
            socket.getOutputStream().write(bytes(command + "\r\nQUIT\r\n"));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
