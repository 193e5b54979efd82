package io.bellcord.broker.guard.admission;

import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * In a listener's own pipeline, where its "messages" are new connections. One too many is closed here, before it has a
 * pipeline, a buffer or an event loop; and those of a storm are taken in as fast as half of the processors can serve them,
 * so that who is connected already does not wait for them (docs/decisions/0011).
 */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
    /** A connection with its login takes about an eighth of a millisecond. */
    private static final int PER_SECOND_AND_PROCESSOR = 4_000;

    /** As many as Netty accepts at once. */
    private static final int BURST = 16;

    private final Admission admission;
    private final boolean proxied;
    private final AcceptPace pace;

    AcceptHandler(Admission admission, boolean proxied, Ticker ticker) {
        this.admission = admission;
        this.proxied = proxied;
        int perSecond = PER_SECOND_AND_PROCESSOR * Runtime.getRuntime().availableProcessors();
        pace = new AcceptPace(Rate.perSecond(perSecond, BURST), ticker);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        if (admission.enter(connection, proxied)) {
            context.fireChannelRead(connection);
            pause(context, pace.accepted());
        } else {
            // A reset, so that nothing lingers in the operating system either.
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
            connection.unsafe().closeForcibly();
        }
    }

    private static void pause(ChannelHandlerContext listener, Duration wait) {
        ChannelConfig reading = listener.channel().config();
        if (!wait.isZero() && reading.isAutoRead()) {
            reading.setAutoRead(false);
            listener.executor().schedule(() -> reading.setAutoRead(true), wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
