package io.bellcord.broker.mqtt;

import io.moquette.broker.Server;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends the event loops of a Moquette whose clients have gone. By itself it would have each wait two seconds for somebody who
 * may still come. It keeps them to itself, so they are reached by reflection, as are the {@link SessionLoops}.
 */
final class EventLoops {
    private static final List<String> GROUPS = List.of("workerGroup", "bossGroup");
    private static final Duration QUIET = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private EventLoops() {}

    /** Returns at once; {@link Server#stopServer} then waits for it. */
    static void end(Server moquette) {
        try {
            Object acceptor = SessionLoops.inside(moquette, "acceptor");
            for (String group : GROUPS) {
                ((EventLoopGroup) SessionLoops.inside(acceptor, group))
                        .shutdownGracefully(QUIET.toMillis(), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This is not the Moquette that Bellcord is made for", e);
        }
    }
}
