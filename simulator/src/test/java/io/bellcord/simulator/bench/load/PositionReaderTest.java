package io.bellcord.simulator.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.simulator.bench.wire.FrameReader;
import io.bellcord.simulator.bench.wire.Packets;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionReaderTest {
    private static final long TIME = 1_795_766_399_000L;

    private final PositionReader reader = new PositionReader(Distribution.ONE);
    private final List<Boolean> known = new ArrayList<>();

    @Test
    void readsWhatATrackerSent() {
        read(new PositionPacket(Distribution.ONE.topic(4_711), 0, false).of(42, TIME));

        assertThat(known).containsExactly(true);
        assertThat(reader.bus()).isEqualTo(4_711);
        assertThat(reader.sequence()).isEqualTo(42);
        assertThat(reader.fixTime()).isEqualTo(TIME);
    }

    @Test
    void readsItAlsoWhereTheKeysStandElsewhere() {
        read(new PositionPacket(Distribution.ONE.topic(1), 0, true).of(1, TIME));
        read(publish(
                "bus/kb/b00007",
                "{\"bus\":\"b00007\",\"ts\":" + TIME + ",\"rx\":1,\"seq\":1000009,\"state\":\"live\"}"));

        assertThat(known).containsExactly(true, true);
        assertThat(reader.bus()).isEqualTo(7);
        assertThat(reader.sequence()).isEqualTo(9);
        assertThat(reader.fixTime()).isEqualTo(TIME);
    }

    @Test
    void passesOverWhatIsNoPositionOfOurs() {
        read(publish("bus/kb/b00007/state", "{\"bus\":\"b00007\"}"));
        read(publish("bus/other/b00007", "{\"ts\":1,\"seq\":1000001}"));
        read(publish("bus/kb/b00007", "{\"ts\":" + TIME + "}"));

        assertThat(known).containsExactly(false, false, false);
    }

    @Test
    void takesABusForItsProvidersAlone() {
        var ofThree = new PositionReader(new Distribution(List.of("p0", "p1", "p2"), 10, 2));

        assertThat(ofThree.read(topic("bus/p1/b00010"), 0, TOPIC + 30)).isTrue();
        assertThat(ofThree.bus()).isEqualTo(10);
        assertThat(ofThree.read(topic("bus/p0/b00010"), 0, TOPIC + 30)).isFalse();
        assertThat(ofThree.read(topic("bus/p3/b00030"), 0, TOPIC + 30)).isFalse();
        assertThat(ofThree.read(topic("bus/p2/b99999"), 0, TOPIC + 30)).isFalse();
    }

    private static final int TOPIC = 2 + "bus/p1/b00010".length();

    private static byte[] topic(String topic) {
        return ("\0\r" + topic + "{\"ts\":1700000000000,\"seq\":1000001}").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] publish(String topic, String payload) {
        return Packets.publish(0, 0, topic, payload);
    }

    private void read(byte[] packet) {
        new FrameReader()
                .read(
                        Unpooled.wrappedBuffer(packet),
                        new byte[1024],
                        (_, bytes, from, to) -> known.add(reader.read(bytes, from, to)));
    }
}
