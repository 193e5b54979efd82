package io.bellcord.broker.feed.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.AttributeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is built is read by Netty's decoders, which our encoder has nothing in common with. */
class FrameBuilderTest {
    private static final byte[] TOPIC = Packet.topic("bus/kb/1001");
    /** Around every length at which MQTT's or WebSocket's own length takes a byte more. */
    private static final int[] SIZES = {
        0, 1, 100, 107, 108, 109, 110, 111, 112, 113, 125, 126, 127, 128, 8_192, 16_383, 70_000
    };

    @ParameterizedTest
    @EnumSource(WireForm.class)
    void isReadAsItWasMeant(WireForm form) {
        FrameBuilder frame = new FrameBuilder(form, Integer.MAX_VALUE, true);
        IntStream.of(SIZES).forEach(size -> frame.add(new Packet(TOPIC, new byte[size])));

        List<String> read = read(form, frame);

        assertThat(read)
                .containsExactlyElementsOf(IntStream.of(SIZES)
                        .mapToObj(size -> "bus/kb/1001 true " + size)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(WireForm.class)
    void eachSizeMakesAFrameOfItsOwnToo(WireForm form) {
        for (int size : SIZES) {
            FrameBuilder frame = new FrameBuilder(form, Integer.MAX_VALUE, false);
            frame.add(new Packet(TOPIC, new byte[size]));

            assertThat(read(form, frame)).containsExactly("bus/kb/1001 false " + size);
        }
    }

    @ParameterizedTest
    @EnumSource(WireForm.class)
    void leavesNoRoomBehindItself(WireForm form) {
        FrameBuilder frame = new FrameBuilder(form, Integer.MAX_VALUE, false);
        frame.add(new Packet(TOPIC, new byte[9_000]));
        frame.add(new Packet(TOPIC, new byte[10]));

        ByteBuf built = frame.build(UnpooledByteBufAllocator.DEFAULT);

        assertThat(built.maxWritableBytes()).isZero();
        built.release();
    }

    @Test
    void leavesOutWhatIsLargerThanTheClientTakes() {
        FrameBuilder frame = new FrameBuilder(WireForm.MQTT_5, 50, false);
        frame.add(new Packet(TOPIC, new byte[100]));
        frame.add(new Packet(TOPIC, new byte[30]));

        assertThat(read(WireForm.MQTT_5, frame)).containsExactly("bus/kb/1001 false 30");
    }

    private static List<String> read(WireForm form, FrameBuilder frame) {
        EmbeddedChannel client = new EmbeddedChannel(new MqttDecoder(1 << 20));
        client.attr(AttributeKey.<MqttVersion>valueOf("NETTY_CODEC_MQTT_VERSION"))
                .set(form.isMqtt5() ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1);
        ByteBuf bytes = frame.build(UnpooledByteBufAllocator.DEFAULT);
        if (form.isWebSocket()) {
            framesOf(bytes).forEach(one -> client.writeInbound(one.content()));
        } else {
            client.writeInbound(bytes);
        }
        List<String> read = new ArrayList<>();
        for (MqttPublishMessage one = client.readInbound(); one != null; one = client.readInbound()) {
            read.add(one.variableHeader().topicName() + " " + one.fixedHeader().isRetain() + " "
                    + one.payload().readableBytes());
            one.release();
        }
        return read;
    }

    /** Each holds whole packets, though clients must not count on it (MQTT 5.0, 6.0-4). */
    private static List<BinaryWebSocketFrame> framesOf(ByteBuf bytes) {
        EmbeddedChannel browser = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(false)
                .maxFramePayloadLength(1 << 20)
                .build()));
        browser.writeInbound(bytes);
        List<BinaryWebSocketFrame> frames = new ArrayList<>();
        for (Object one = browser.readInbound(); one != null; one = browser.readInbound()) {
            frames.add((BinaryWebSocketFrame) one);
        }
        return frames;
    }
}
