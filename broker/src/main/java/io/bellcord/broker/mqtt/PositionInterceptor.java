package io.bellcord.broker.mqtt;

import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.guard.PublishTurn;
import io.bellcord.broker.ingest.ReportDesk;
import io.bellcord.broker.topic.Topics;
import io.moquette.interception.AbstractInterceptHandler;
import io.moquette.interception.messages.InterceptConnectionLostMessage;
import io.moquette.interception.messages.InterceptDisconnectMessage;
import io.moquette.interception.messages.InterceptExceptionMessage;
import io.moquette.interception.messages.InterceptPublishMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every position that Moquette has accepted to ingest. Called on event loops, so it works in memory only, and tells the
 * guard that the publish is done, which may then be acknowledged.
 */
final class PositionInterceptor extends AbstractInterceptHandler {
    private static final Logger log = LoggerFactory.getLogger(PositionInterceptor.class);

    private final LiveGrants grants;
    private final PublishTurn turn;
    private final ReportDesk reports;

    PositionInterceptor(LiveGrants grants, PublishTurn turn, ReportDesk reports) {
        this.turn = turn;
        this.grants = grants;
        this.reports = reports;
    }

    @Override
    public String getID() {
        return "positions";
    }

    /** No more than these: what Moquette tells costs its session loop a task. */
    @Override
    public Class<?>[] getInterceptedMessageTypes() {
        return new Class<?>[] {
            InterceptPublishMessage.class,
            InterceptDisconnectMessage.class,
            InterceptConnectionLostMessage.class,
            InterceptExceptionMessage.class
        };
    }

    @Override
    public void onPublish(InterceptPublishMessage message) {
        ByteBuf payload = message.getPayload();
        try {
            Topics.parsePosition(message.getTopicName())
                    .ifPresent(bus -> reports.receive(bus, ByteBufUtil.getBytes(payload)));
        } catch (RuntimeException e) {
            log.error("A position was lost; this is a bug topic={}", message.getTopicName(), e);
        } finally {
            payload.release();
            turn.done();
        }
    }

    /** Comes after the last publish of that connection: its grant is no longer asked for. */
    @Override
    public void onDisconnect(InterceptDisconnectMessage message) {
        grants.forget(message.getClientID());
    }

    @Override
    public void onConnectionLost(InterceptConnectionLostMessage message) {
        grants.forget(message.getClientID());
    }

    @Override
    public void onSessionLoopError(Throwable error) {
        log.error("A session loop of Moquette has died of a bug; it is replaced within a second", error);
    }
}
