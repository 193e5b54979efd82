package io.bellcord.broker.guard;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.concat;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.ping;
import static io.bellcord.broker.testing.RawMqtt.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.RawMqtt;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PacketEndsTest {
    private static final byte[] CONNECT = RawMqtt.connect5("x", "kb", "secret");
    private static final byte[] TOPIC = text("bus/kb/7");
    private static final byte[] ID = bytes(0, 1);

    /** Each says that something in it is longer than itself. */
    static final List<byte[]> LIARS = List.of(
            packet(0x32, TOPIC, ID, bytes(0x7F, 0x23)), // its properties
            packet(0x32, TOPIC, ID, bytes(3, 0x03, 0, 9)), // one of them
            packet(0x32, bytes(0xFF, 0xFF, 'x')), // its topic
            packet(0x82, ID, bytes(0), bytes(0, 99, 'x')), // a filter
            bytes(0x32, 0),
            bytes(0x62, 0));

    @Test
    void letsThroughWhatIsWholeWhereverItIsCut() {
        byte[] all = concat(
                CONNECT,
                ping(),
                packet(0x32, TOPIC, ID, bytes(0), new byte[200]), // a length of two bytes
                packet(0x30, TOPIC, bytes(0)),
                packet(0x82, ID, bytes(0), TOPIC, bytes(0)),
                ping());

        for (int cut = 0; cut <= all.length; cut++) {
            EmbeddedChannel channel = channel();
            send(channel, Arrays.copyOf(all, cut));
            send(channel, Arrays.copyOfRange(all, cut, all.length));

            assertThat(results(channel)).as("cut at %d", cut).hasSize(6).allMatch(DecoderResult::isSuccess);
        }
    }

    @ParameterizedTest
    @FieldSource("LIARS")
    void saysThatAPacketIsMalformedOnceItHasEnded(byte[] liar) {
        EmbeddedChannel channel = channel();
        send(channel, CONNECT);
        send(channel, Arrays.copyOf(liar, liar.length - 1));
        assertThat(results(channel)).hasSize(1);

        send(channel, Arrays.copyOfRange(liar, liar.length - 1, liar.length));

        assertThat(results(channel)).hasSize(1).allMatch(DecoderResult::isFailure);
    }

    @ParameterizedTest
    @FieldSource("LIARS")
    void takesNothingForAPacketThatFollowsSuchAOne(byte[] liar) {
        EmbeddedChannel channel = channel();

        send(channel, concat(CONNECT, liar, ping(), ping()));
        send(channel, concat(RawMqtt.times(100, ping())));

        List<DecoderResult> results = results(channel);
        assertThat(results).hasSize(2);
        assertThat(results.getLast().isFailure()).isTrue();
    }

    private static EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast("decoder", new MqttDecoder(16 * 1024));
        PacketEnds.watch(channel.pipeline(), "decoder");
        return channel;
    }

    private static void send(EmbeddedChannel channel, byte[] bytes) {
        if (bytes.length > 0) {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        }
    }

    private static List<DecoderResult> results(EmbeddedChannel channel) {
        List<DecoderResult> results = new ArrayList<>();
        for (MqttMessage message = channel.readInbound(); message != null; message = channel.readInbound()) {
            results.add(message.decoderResult());
            ReferenceCountUtil.release(message);
        }
        return results;
    }
}
