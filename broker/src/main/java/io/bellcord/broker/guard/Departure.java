package io.bellcord.broker.guard;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a connection comes to its end. Where Moquette has the CONNECT, its session begins with its answer, however late that
 * comes, and only the end of the channel after that ends it: until then the channel stays. Confined to its event loop.
 */
final class Departure {
    /** A session loop that is stuck is replaced long before; what then has not answered will not. */
    private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(20);

    private final Guard guard;
    private final ChannelHandlerContext ctx;
    private final MoquetteSide moquette;
    private final Runnable close;
    private @Nullable Client client;
    private boolean inactive;
    private boolean finished;

    /** @param close has nothing more pass */
    Departure(Guard guard, ChannelHandlerContext ctx, MoquetteSide moquette, Runnable close) {
        this.guard = guard;
        this.ctx = ctx;
        this.moquette = moquette;
        this.close = close;
    }

    /** Who it is that will depart. */
    void of(Client letIn) {
        client = letIn;
    }

    /** Whether the connection has gone by itself. */
    boolean hasGone() {
        return inactive;
    }

    void gone() {
        inactive = true;
        if (!moquette.isHandshaking()) {
            finish();
        } else { // Moquette's answer may have come too late to pass here
            abandonLater();
        }
    }

    /** Closes the channel, if need be once Moquette has finished. */
    void begin() {
        if (!moquette.isHandshaking()) {
            ctx.close();
        }
    }

    /** It has taken too long: the client is hung up on, but the channel stays while Moquette is at it. */
    void hurry() {
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
            LastWord.hangUp(ctx);
            abandonLater();
        }
    }

    private void abandonLater() {
        ctx.executor().schedule(this::abandon, LONGEST_HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes without waiting for Moquette, which has had all the time there is. */
    void abandon() {
        moquette.giveUp();
        close.run();
        if (inactive) {
            finish(); // put off until Moquette had finished, which it will not
        } else {
            ctx.close();
        }
    }

    void finish() {
        if (finished) {
            return;
        }
        finished = true;
        close.run();
        if (client != null) {
            client.left();
        }
        moquette.tellEnd();
        if (client != null && !moquette.knowsClient()) {
            guard.grants().forget(client.connectionId()); // it will not tell us of the end
        }
    }
}
