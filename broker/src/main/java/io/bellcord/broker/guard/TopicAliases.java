package io.bellcord.broker.guard;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's topic aliases (MQTT 5.0, 3.3.2.3.4): its topic name is sent once, then two bytes stand for it. */
final class TopicAliases {
    /** A tracker needs one, a driver's phone a few. */
    static final int MAXIMUM = 16;

    private final @Nullable String[] topics = new @Nullable String[MAXIMUM + 1];

    /** The topic name that is meant, and remembers it; empty where the alias is out of range or stands for nothing. */
    Optional<String> resolve(String topicName, int alias) {
        if (alias < 1 || alias > MAXIMUM) {
            return Optional.empty();
        }
        if (!topicName.isEmpty()) {
            topics[alias] = topicName;
        }
        return Optional.ofNullable(topics[alias]);
    }
}
