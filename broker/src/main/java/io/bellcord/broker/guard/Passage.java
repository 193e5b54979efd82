package io.bellcord.broker.guard;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.guard.admission.ClientAddress;
import io.bellcord.broker.limits.Counts;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its first byte to its last: NEW, then AUTH while its CONNECT is verified, CONNECTING while
 * Moquette answers, UP, CLOSED. Packets that come before it is up are held; nothing passes after DISCONNECT. Confined to
 * its event loop.
 */
final class Passage implements Connection {
    private static final Logger log = LoggerFactory.getLogger(Passage.class);

    private enum State {
        NEW,
        AUTH,
        CONNECTING,
        UP,
        CLOSED
    }

    private final Guard guard;
    private final ChannelHandlerContext ctx;
    private final MoquetteSide moquette;
    private final HeldPackets held;
    private final Departure departure;
    private State state = State.NEW;
    private @Nullable Client client;
    private @Nullable Future<?> deadline;

    Passage(Guard guard, ChannelHandlerContext ctx, MoquetteSide moquette) {
        this.guard = guard;
        this.ctx = ctx;
        this.moquette = moquette;
        held = new HeldPackets(guard.limits().packets().maxHeldBytes());
        departure = new Departure(guard, ctx, moquette, this::close);
    }

    void begin() {
        deadline = ctx.executor()
                .schedule(this::tooSlow, guard.limits().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tooSlow() {
        drop("connect_timeout");
        departure.hurry();
    }

    /** Its CONNECT may take its time. */
    void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    boolean isNew() {
        return state == State.NEW;
    }

    /** @param isHttp as on the WebSocket port, where a request comes as far as this if its path is not the one that is served */
    void notMqtt(boolean isHttp) {
        if (state == State.NEW && isHttp) {
            guard.count("dropped", "http_path");
            closeAfter(LastWord.notFound());
        } else {
            drop("not_mqtt");
        }
    }

    void malformed(@Nullable Throwable cause) {
        switch (state) {
            case NEW -> Login.refusedUnread(cause).ifPresentOrElse(this::refuseUnread, () -> drop("malformed"));
            case AUTH, CONNECTING -> drop("malformed");
            case UP -> up().malformed(cause);
            case CLOSED -> {} // what it is told last may not have been sent
        }
    }

    /** In MQTT 3.1.1, since it is not known what it speaks. */
    private void refuseUnread(Login.Refused refused) {
        guard.count("connects.refused", refused.reason());
        closeAfter(new Replies(false, false).refused(refused.refusal(), refused.message()));
    }

    void take(MqttMessage message) {
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
        departure.of(client);
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
    void answered(MqttConnAckMessage answer, ChannelPromise promise) {
        if (answer.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            ctx.write(up().connAck()).addListener(_ -> {
                promise.trySuccess();
                moquette.whenReady(this::settle, departure::abandon);
            });
        } else {
            log.error("Moquette refused a client that was let in; this is a bug answer={}", answer);
            ctx.write(answer, promise);
            departure.abandon();
        }
    }

    private void settle() {
        if (departure.hasGone()) {
            departure.finish();
        } else if (state == State.CONNECTING) {
            open();
        } else {
            ctx.close(); // dropped meanwhile
        }
    }

    private void open() {
        state = State.UP;
        cancelDeadline();
        moquette.withoutItsTimers();
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

    void writabilityChanged() {
        boolean waits = state == State.AUTH || state == State.CONNECTING || moquette.isHandshaking();
        if (!waits) { // not even where there is no client: a WebSocket's pings are answered without us
            readOrWait();
        }
        if (state == State.UP) {
            up().writabilityChanged();
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
        held.release();
    }

    /** Sends a last packet and closes once the client has had time to read it. */
    void closeAfter(Object last) {
        close();
        LastWord.say(ctx, last);
    }

    /** Ends a connection that has earned no answer. */
    void drop(String reason) {
        if (state != State.CLOSED) {
            guard.count("dropped", reason);
            close();
        }
        departure.begin();
    }

    void gone() {
        if (!moquette.isHandshaking()) { // else it has still to answer by then
            cancelDeadline();
        }
        departure.gone();
    }

    private Client up() {
        if (client == null) {
            throw new IllegalStateException("no client in state " + state);
        }
        return client;
    }
}
