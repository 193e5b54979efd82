package io.bellcord.broker.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moquette's handler of a connection, and how far it has come with the CONNECT. While it works on one, the channel must not
 * go: it loses a session for good whose channel ends before it is ready. Confined to its event loop.
 */
final class MoquetteSide {
    private static final Logger log = LoggerFactory.getLogger(MoquetteSide.class);

    /** Set by Moquette when it is ready for the packet after CONNECT; a test holds it to that. */
    private static final AttributeKey<Object> READY = AttributeKey.valueOf("keepAlive");

    private static final Duration CHECK = Duration.ofMillis(1);
    private static final int MOST_CHECKS = 1_000;

    private final ChannelInboundHandler handler;
    private final ChannelHandlerContext context;
    private boolean handshaking;
    private boolean knowsClient;

    /** @param context of Moquette's handler */
    MoquetteSide(ChannelHandlerContext context) {
        this.context = context;
        handler = (ChannelInboundHandler) context.handler();
    }

    /** Hands a CONNECT over. */
    void connect(ChannelHandlerContext guard, MqttConnectMessage connect) {
        handshaking = true;
        guard.fireChannelRead(connect);
    }

    /** It has the CONNECT and is not ready for what comes after it. */
    boolean isHandshaking() {
        return handshaking;
    }

    /** It has begun the client's session, and will tell us of its end. */
    boolean knowsClient() {
        return knowsClient;
    }

    /** It is ready once its own listener of the write of CONNACK has run, which may be just after ours. */
    void whenReady(Runnable ready, Runnable never) {
        whenReady(ready, never, MOST_CHECKS);
    }

    private void whenReady(Runnable ready, Runnable never, int checksLeft) {
        knowsClient = context.channel().attr(READY).get() != null;
        if (knowsClient) {
            handshaking = false;
            ready.run();
        } else if (checksLeft == 0) {
            never.run();
        } else {
            context.executor()
                    .schedule(() -> whenReady(ready, never, checksLeft - 1), CHECK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Once it is ready: what it would do by itself is ours to do, or not done at all. */
    void withoutItsTimers() {
        remove("inflightResender"); // for a QoS that we never send
        remove("idleStateHandler"); // it takes every byte for a sign of life
    }

    private void remove(String timer) {
        if (context.pipeline().get(timer) != null) {
            context.pipeline().remove(timer);
        }
    }

    /** Its answer is waited for no longer. */
    void giveUp() {
        handshaking = false;
    }

    /** Tells it that the connection has ended; by a call and not by an event: the pipeline may have been taken apart by now. */
    void tellEnd() {
        try {
            handler.channelInactive(context);
        } catch (Exception e) {
            log.error("Moquette did not take the end of a connection; this is a bug", e);
        }
    }
}
