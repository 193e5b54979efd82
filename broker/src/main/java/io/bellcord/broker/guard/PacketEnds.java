package io.bellcord.broker.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Sees where packets end, by their Remaining Length, before Netty's decoder gets the bytes. The decoder waits for more where a
 * packet says that something in it is longer than itself, and would take the next packet's bytes for it: a packet that has
 * ended without being decoded is malformed (MQTT 5.0, 4.13), and goes on as such. Copies nothing. Confined to its event loop.
 */
final class PacketEnds extends ChannelInboundHandlerAdapter {
    private static final int MORE = 0x80;
    private static final int DIGIT = 0x7F;
    private static final int BITS = 7;
    private static final int MOST_LENGTH_BYTES = 4;

    private final Decoded decoded = new Decoded();
    /** Of the Remaining Length, that were read; -1 where the next byte begins a packet. */
    private int lengthBytes = -1;

    private int length;
    /** Of the packet's bytes after its fixed header. */
    private int left;
    /** Packets that have ended and were not decoded. */
    private int owed;
    /** Of no use after what is malformed: the decoder throws all else away. */
    private boolean over;
    /** It was we who said so: the decoder must not get more. */
    private boolean told;

    /** After the decoder: hears of every packet that it has decoded. */
    private final class Decoded extends ChannelInboundHandlerAdapter {
        private @Nullable ChannelHandlerContext place;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            place = context;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) {
            owed--;
            over |= packet instanceof MqttMessage message
                    && message.decoderResult().isFailure();
            context.fireChannelRead(packet);
        }

        private void malformed() {
            if (place != null) {
                place.fireChannelRead(MqttMessageFactory.newInvalidMessage(
                        new DecoderException("the packet ends before what it says is in it")));
            }
        }
    }

    /** @param decoder the name of Netty's MQTT decoder */
    static void watch(ChannelPipeline pipeline, String decoder) {
        PacketEnds ends = new PacketEnds();
        pipeline.addBefore(decoder, "packetEnds", ends);
        pipeline.addAfter(decoder, "decoded", ends.decoded);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (told) {
            ReferenceCountUtil.release(read);
            return;
        }
        if (!over && read instanceof ByteBuf bytes) {
            count(bytes);
        }
        context.fireChannelRead(read);
        if (!over && owed > 0) {
            over = true;
            told = true;
            decoded.malformed();
        }
    }

    private void count(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex() && !over) {
            if (left > 0) {
                int here = Math.min(left, bytes.writerIndex() - at);
                at += here;
                left -= here;
                endIfAllCame();
            } else {
                header(bytes.getByte(at++));
            }
        }
    }

    private void header(byte next) {
        if (lengthBytes < 0) {
            lengthBytes = 0;
            length = 0;
            return;
        }
        length |= (next & DIGIT) << (BITS * lengthBytes++);
        if ((next & MORE) == 0) {
            left = length;
            endIfAllCame();
        } else {
            over = lengthBytes == MOST_LENGTH_BYTES; // the decoder says so itself
        }
    }

    private void endIfAllCame() {
        if (left == 0) {
            lengthBytes = -1;
            owed++;
        }
    }
}
