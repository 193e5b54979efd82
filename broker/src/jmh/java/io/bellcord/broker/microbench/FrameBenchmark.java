package io.bellcord.broker.microbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.feed.wire.FrameBuilder;
import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.feed.wire.WireForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A frame of a hundred buses, which all riders of a group share: what one tick of a fleet costs, in each wire form. */
@State(Scope.Benchmark)
public class FrameBenchmark {
    private static final int BUSES = 100;

    private final List<Packet> packets = IntStream.range(0, BUSES)
            .mapToObj(bus -> new Packet(Packet.topic("bus/kb/b12-" + (100 + bus)), """
                    {"bus":"b12-%d","ts":1700000000000,"rx":1700000000123,"lat":43.733412,"lon":7.421873,"spd":8.3,"hdg":217,\
                    "acc":4,"odo":182734,"seq":91,"src":"gps","st":"in_service","route":"1","dir":0,\
                    "occ":"FEW_SEATS_AVAILABLE","occp":62,"state":"live"}""".formatted(100 + bus)
                    .getBytes(UTF_8)))
            .toList();

    @Param
    private WireForm form = WireForm.MQTT_3;

    @Benchmark
    public int build() {
        FrameBuilder builder = new FrameBuilder(form, Integer.MAX_VALUE, false);
        packets.forEach(builder::add);
        ByteBuf frame = builder.build(PooledByteBufAllocator.DEFAULT);
        int size = frame.readableBytes();
        frame.release();
        return size;
    }
}
