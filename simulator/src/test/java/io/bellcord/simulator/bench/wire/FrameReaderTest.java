package io.bellcord.simulator.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.simulator.bench.BenchFailed;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private final FrameReader reader = new FrameReader();
    private final List<String> seen = new ArrayList<>();
    private final byte[] desk = new byte[1024];

    @Test
    void cutsPacketsWhereverTheBytesAreTorn() {
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(Packets.ping());
        stream.writeBytes(Packets.publish(0, 0, "t", "x".repeat(300)));
        stream.writeBytes(Packets.publish(0, 0, "t", "short"));

        for (var size = 1; size <= stream.size(); size++) {
            seen.clear();
            feed(stream.toByteArray(), size);

            assertThat(seen)
                    .as("torn after each %d bytes", size)
                    .containsExactly("c0:", "30:" + "x".repeat(300), "30:short");
        }
    }

    @Test
    void givesUpOnAPacketThatIsLongerThanTheDesk() {
        var packet = Packets.publish(0, 0, "t", "x".repeat(2_000));

        assertThatThrownBy(() -> feed(packet, 100))
                .isInstanceOf(BenchFailed.class)
                .hasMessageContaining("1024");
    }

    @Test
    void givesUpOnALengthOfMoreThanFourBytes() {
        var packet = new byte[] {0x30, -1, -1, -1, -1, 1};

        assertThatThrownBy(() -> feed(packet, packet.length)).isInstanceOf(BenchFailed.class);
    }

    private void feed(byte[] bytes, int size) {
        for (var from = 0; from < bytes.length; from += size) {
            var piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size));
            reader.read(Unpooled.wrappedBuffer(piece), desk, this::note);
        }
    }

    private void note(int head, byte[] bytes, int from, int to) {
        var payload = head == 0xC0 ? from : from + 3;
        seen.add(Integer.toHexString(head) + ':' + new String(bytes, payload, to - payload, StandardCharsets.US_ASCII));
    }
}
