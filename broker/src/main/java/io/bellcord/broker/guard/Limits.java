package io.bellcord.broker.guard;

import io.bellcord.broker.guard.admission.Admission;
import io.bellcord.broker.limits.FailedLogins;
import java.time.Duration;

/**
 * What clients are held to. docs/OPERATIONS.md says what each of them sees.
 *
 * @param connectTimeout from the accept until the client is let in
 * @param connectionsPerProvider clients of one provider at once
 * @param publicRiders how many of them there may be at most for one more rider without a token to be let in
 * @param maxKeepAlive the longest keep alive; zero for any, and none
 */
public record Limits(
        Duration connectTimeout,
        Admission.Limits admission,
        int connectionsPerProvider,
        int publicRiders,
        Duration maxKeepAlive,
        Packets packets,
        FailedLogins.Rules failedLogins) {

    /**
     * Bounds on what one client sends, and on what is kept of it.
     *
     * @param maxBytes of one packet
     * @param maxFilters topic filters that one client may hold
     * @param maxFiltersPerPacket topic filters in one SUBSCRIBE
     * @param maxHeldBytes packets that may follow CONNECT before CONNACK
     * @param maxUnsentBytes answers that may wait for a client that does not read
     */
    public record Packets(
            int maxBytes,
            int maxFilters,
            int maxFiltersPerPacket,
            int maxHeldBytes,
            int maxUnsentBytes,
            TopicNames topics) {}

    /**
     * Bounds on topic names and topic filters.
     *
     * @param maxLength in characters
     * @param maxLevels parts between slashes
     */
    public record TopicNames(int maxLength, int maxLevels) {
        boolean allow(String topic) {
            return topic.length() <= maxLength
                    && topic.chars().filter(c -> c == '/').count() < maxLevels;
        }

        String told() {
            return "a topic has at most " + maxLength + " characters and " + maxLevels + " levels";
        }
    }
}
