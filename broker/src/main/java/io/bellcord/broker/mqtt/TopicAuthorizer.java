package io.bellcord.broker.mqtt;

import io.bellcord.broker.auth.LiveGrants;
import io.bellcord.broker.auth.TopicAccess;
import io.moquette.broker.security.IAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Moquette's question whether a client may use a topic. The guard has asked the same before, so that it can answer the
 * client; this is the second lock. Called on event loops and on session loops, which die of an exception: it never throws.
 */
final class TopicAuthorizer implements IAuthorizatorPolicy {
    private final LiveGrants grants;

    TopicAuthorizer(LiveGrants grants) {
        this.grants = grants;
    }

    @Override
    public boolean canWrite(Topic topic, @Nullable String user, @Nullable String connectionId) {
        return connectionId != null
                && grants.find(connectionId)
                        .flatMap(grant -> TopicAccess.publishing(grant, topic.toString()))
                        .isPresent();
    }

    /** Nobody subscribes at Moquette: the feed delivers (docs/decisions/0003). */
    @Override
    public boolean canRead(Topic topic, @Nullable String user, @Nullable String connectionId) {
        return false;
    }
}
