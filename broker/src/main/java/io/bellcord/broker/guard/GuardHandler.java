package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.guard.Replies.Refusal;
import io.bellcord.broker.guard.admission.ClientAddress;
import io.bellcord.broker.limits.Counts;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its first byte to its last: NEW, then AUTH while its CONNECT is verified, CONNECTING while
 * Moquette answers, UP, CLOSED. Packets that come before it is up are held; nothing passes after DISCONNECT. Confined to
 * its event loop.
 */
final class GuardHandler extends ChannelDuplexHandler implements Connection {
    private static final Logger log = LoggerFactory.getLogger(GuardHandler.class);

    /** Netty encodes for the version of the last CONNECT that it decoded, be it one too many. */
    private static final AttributeKey<MqttVersion> NETTYS_VERSION = AttributeKey.valueOf("NETTY_CODEC_MQTT_VERSION");

    /** A session loop that is stuck is replaced long before; what then has not answered will not. */
    private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(20);
    /** Time for the last packet to be read before the socket closes: a close on unread input sends a reset. */
    private static final Duration LINGER = Duration.ofMillis(250);

    private enum State {
        NEW,
        AUTH,
        CONNECTING,
        UP,
        CLOSED
    }

    private final Guard guard;
    private final MoquetteSide moquette;
    private final HeldPackets held;
    private State state = State.NEW;
    private boolean inactive;
    private boolean finished;
    private @Nullable MqttVersion version;
    private @Nullable Client client;
    private @Nullable Future<?> deadline;

    // Set in handlerAdded, before anything else is called.
    @SuppressWarnings("NullAway.Init")
    private ChannelHandlerContext ctx;

    /** @param moquetteContext Moquette's handler in the same pipeline, right after this one */
    GuardHandler(Guard guard, ChannelHandlerContext moquetteContext) {
        this.guard = guard;
        moquette = new MoquetteSide(moquetteContext);
        held = new HeldPackets(guard.limits().packets().maxHeldBytes());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        ChannelSocket.prepare(context.pipeline());
        deadline = context.executor()
                .schedule(this::tooSlow, guard.limits().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
        if (state != State.NEW) {
            context.channel().attr(NETTYS_VERSION).set(version);
        }
        if (!(packet instanceof MqttMessage message)) {
            ReferenceCountUtil.release(packet);
            notMqtt(packet);
        } else if (message.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            malformed(message.decoderResult().cause());
        } else {
            take(message);
        }
    }

    /** On the WebSocket port a request comes as far as this if its path is not the one that is served. */
    private void notMqtt(Object packet) {
        if (state == State.NEW && packet instanceof HttpRequest) {
            guard.count("dropped", "http_path");
            FullHttpResponse notFound = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND);
            notFound.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
            closeAfter(notFound);
        } else {
            drop("not_mqtt");
        }
    }

    private void take(MqttMessage message) {
        switch (state) {
            case NEW -> first(message);
            case AUTH, CONNECTING -> hold(message);
            case UP -> receive(message);
            case CLOSED -> ReferenceCountUtil.release(message);
        }
    }

    /** What was read before reading stopped still asks for answers: there is a bound to those that nobody reads. */
    private void receive(MqttMessage message) {
        long answers = ctx.channel().bytesBeforeWritable() - up().fed();
        if (answers > guard.limits().packets().maxUnsentBytes()) {
            ReferenceCountUtil.release(message);
            drop("answers_unread");
        } else {
            up().receive(message);
        }
    }

    private void first(MqttMessage message) {
        if (message instanceof MqttConnectMessage connect) {
            login(new Connect(connect, Tls.clientChain(ctx.pipeline())));
        } else {
            ReferenceCountUtil.release(message);
            drop("not_connect");
        }
    }

    private void hold(MqttMessage message) {
        if (!held.add(message)) {
            drop("too_much_before_connack");
        }
    }

    private void login(Connect connect) {
        state = State.AUTH;
        version = ctx.channel().attr(NETTYS_VERSION).get();
        ctx.channel().config().setAutoRead(false);
        new Entrance(guard, ctx.channel().eventLoop(), this).login(connect, ClientAddress.of(ctx.channel()));
    }

    /** Whether its CONNECT is still judged. */
    boolean isAtEntrance() {
        return state == State.AUTH;
    }

    /** Tells Moquette of a client that may come in. */
    void letIn(Connect connect, Grant grant, Counts<ProviderId>.Place place) {
        client = new Client(guard, ctx, connect, grant, place, this);
        state = State.CONNECTING;
        moquette.connect(
                ctx,
                connect.forMoquette(
                        client.connectionId(),
                        grant.provider().value(),
                        connect.keepAlive(guard.limits().maxKeepAlive())));
    }

    /**
     * Moquette's CONNACK becomes ours: it promises what we keep. Moquette is told that it was written whatever happened,
     * since it loses a session for good where that fails; the end of the channel, which then follows, it survives.
     */
    @Override
    public void write(ChannelHandlerContext context, Object packet, ChannelPromise promise) {
        if (!moquette.isHandshaking() || !(packet instanceof MqttConnAckMessage answer)) {
            context.write(packet, promise);
        } else if (answer.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            context.write(up().connAck()).addListener(_ -> {
                promise.trySuccess();
                moquette.whenReady(this::settle, this::abandon);
            });
        } else {
            log.error("Moquette refused a client that was let in; this is a bug answer={}", answer);
            context.write(packet, promise);
            abandon();
        }
    }

    private void settle() {
        if (inactive) {
            finish();
        } else if (state == State.CONNECTING) {
            open();
        } else {
            ctx.close(); // dropped meanwhile
        }
    }

    private void open() {
        state = State.UP;
        cancelDeadline();
        remove("inflightResender"); // a timer per client for a QoS that we never send
        remove("idleStateHandler"); // it takes every byte for a sign of life
        up().open();
        for (MqttMessage message = held.poll(); message != null; message = held.poll()) {
            take(message);
        }
        if (state == State.UP) {
            readOrWait();
        }
    }

    /** Who does not read is not read from. */
    private void readOrWait() {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    }

    private void remove(String handler) {
        if (ctx.pipeline().get(handler) != null) {
            ctx.pipeline().remove(handler);
        }
    }

    /** Nothing has come of the client for as long as it may be. */
    void silent() {
        if (state == State.UP) {
            up().silent();
        } else {
            ctx.close(); // Moquette, which has its DISCONNECT, should have done that
        }
    }

    @Override
    public void introduce(BusKey bus) {
        ctx.executor().execute(() -> {
            if (state == State.UP) {
                up().introduce(bus);
            }
        });
    }

    /** Not passed on: Moquette has nothing queued for anybody, and would wake a session loop to find that out. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {}

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        boolean waits = state == State.AUTH || state == State.CONNECTING || moquette.isHandshaking();
        if (!waits) { // not even where there is no client: a WebSocket's pings are answered without us
            readOrWait();
        }
        if (state == State.UP) {
            up().writabilityChanged();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // None that reach this far concern Moquette.
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.cause() instanceof SSLException) {
            log.debug("TLS handshake failed remote={}", context.channel().remoteAddress(), handshake.cause());
            drop("tls_handshake");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException) {
            log.debug("Connection failed remote={}", ClientAddress.of(context.channel()), cause);
        } else {
            log.error("A connection is closed because of a bug", cause);
        }
        drop("transport");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        inactive = true;
        if (!moquette.isHandshaking()) {
            finish();
        } else { // Moquette's answer may have come too late to pass here
            ctx.executor().schedule(this::abandon, LONGEST_HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        cancelDeadline();
        close();
        held.release();
        if (client != null) {
            client.left();
        }
        moquette.tellEnd();
        if (client != null && !moquette.knowsClient()) {
            guard.grants().forget(client.connectionId()); // it will not tell us of the end
        }
    }

    @Override
    public void end(Ending why) {
        ctx.executor().execute(() -> {
            if (state == State.UP) {
                up().disconnect(why);
            } else {
                drop("ended");
            }
        });
    }

    /** The client says goodbye, or has been told to: nothing that follows passes. */
    void close() {
        state = State.CLOSED;
    }

    /** Sends a last packet and closes once the client has had time to read it. */
    void closeAfter(Object last) {
        close();
        ctx.channel().config().setAutoRead(true); // what still comes is thrown away
        ctx.writeAndFlush(last);
        ctx.executor().schedule(() -> ctx.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void malformed(@Nullable Throwable cause) {
        if (state == State.NEW && cause instanceof MqttUnacceptableProtocolVersionException) {
            guard.count("connects.refused", "version");
            closeAfter(new Replies(false, false).refused(Refusal.VERSION, "MQTT 3.1.1 or 5"));
        } else if (state == State.NEW && cause instanceof MqttIdentifierRejectedException) { // MQTT 3.1 only
            guard.count("connects.refused", "client_id");
            closeAfter(new Replies(false, false)
                    .refused(Refusal.CLIENT_ID, "client identifier must be 1 to 23 characters"));
        } else if (state == State.UP) {
            up().malformed(cause);
        } else if (state != State.CLOSED) { // else what it is told last may not have been sent
            drop("malformed");
        }
    }

    /** Ends a connection that has earned no answer. */
    void drop(String reason) {
        if (state != State.CLOSED) {
            guard.count("dropped", reason);
            close();
        }
        if (!moquette
                .isHandshaking()) { // else once Moquette has finished: it loses a session whose channel goes before
            ctx.close();
        }
    }

    /**
     * Where Moquette has the CONNECT, its session begins with its answer, however late that comes, and only the end of the
     * channel after that ends it. So the client is hung up on, but the channel stays until then.
     */
    private void tooSlow() {
        drop("connect_timeout");
        if (!moquette.isHandshaking()) {
            return;
        }
        if (client != null) {
            client.left();
            guard.grants().forget(client.connectionId());
        }
        if (inactive) {
            abandon();
        } else {
            hangUp();
            deadline = ctx.executor().schedule(this::abandon, LONGEST_HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void hangUp() {
        if (ctx.channel() instanceof DuplexChannel socket) {
            socket.shutdownOutput();
        }
    }

    /** Closes without waiting for Moquette, which has had all the time there is. */
    private void abandon() {
        moquette.giveUp();
        close();
        if (inactive) {
            finish(); // put off until Moquette had finished, which it will not
        } else {
            ctx.close();
        }
    }

    /** Its CONNECT may take its time. */
    void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private Client up() {
        if (client == null) {
            throw new IllegalStateException("no client in state " + state);
        }
        return client;
    }
}
