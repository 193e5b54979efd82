package io.bellcord.broker.guard;

import io.bellcord.broker.guard.admission.ClientAddress;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens on one channel, sorted for its {@link Passage}, between Moquette's codec and Moquette. Confined to its event loop. */
final class GuardHandler extends ChannelDuplexHandler {
    private static final Logger log = LoggerFactory.getLogger(GuardHandler.class);

    /** Netty encodes for the version of the last CONNECT that it decoded, be it one too many. */
    private static final AttributeKey<MqttVersion> NETTYS_VERSION = AttributeKey.valueOf("NETTY_CODEC_MQTT_VERSION");

    private final Guard guard;
    private final MoquetteSide moquette;
    private @Nullable MqttVersion version;

    // Set in handlerAdded, before anything else is called.
    @SuppressWarnings("NullAway.Init")
    private Passage passage;

    /** @param moquetteContext Moquette's handler in the same pipeline, right after this one */
    GuardHandler(Guard guard, ChannelHandlerContext moquetteContext) {
        this.guard = guard;
        moquette = new MoquetteSide(moquetteContext);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ChannelSocket.prepare(context.pipeline());
        passage = new Passage(guard, context, moquette);
        passage.begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
        if (passage.isNew()) {
            version = context.channel().attr(NETTYS_VERSION).get();
        } else {
            context.channel().attr(NETTYS_VERSION).set(version);
        }
        if (!(packet instanceof MqttMessage message)) {
            ReferenceCountUtil.release(packet);
            passage.notMqtt(packet instanceof HttpRequest);
        } else if (message.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            passage.malformed(message.decoderResult().cause());
        } else {
            passage.take(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object packet, ChannelPromise promise) {
        if (moquette.isHandshaking() && packet instanceof MqttConnAckMessage answer) {
            passage.answered(answer, promise);
        } else {
            context.write(packet, promise);
        }
    }

    /** Not passed on: Moquette has nothing queued for anybody, and would wake a session loop to find that out. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {}

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        passage.writabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // None that reach this far concern Moquette.
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.cause() instanceof SSLException) {
            log.debug("TLS handshake failed remote={}", context.channel().remoteAddress(), handshake.cause());
            passage.drop("tls_handshake");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException) {
            log.debug("Connection failed remote={}", ClientAddress.of(context.channel()), cause);
        } else {
            log.error("A connection is closed because of a bug", cause);
        }
        passage.drop("transport");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        passage.gone();
    }
}
