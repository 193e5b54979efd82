package io.bellcord.simulator.fleet;

import java.time.Duration;
import java.util.Map;

/**
 * What a fleet did. Each publish sent is acknowledged, refused, failed, or still unanswered at the end; with QoS 0
 * nothing is acknowledged.
 *
 * @param connected trackers connected now
 * @param connectedMax most trackers connected at a time
 * @param refused how often the broker said no, by packet and reason code
 * @param failed sent, and the connection lost before an answer
 * @param skipped fixes not sent, for want of a connection or of answers to the fixes before
 * @param reconnects connections that came back
 * @param ackP50 median time from publish to acknowledgement; zero with QoS 0
 */
public record Summary(
        int buses,
        int qos,
        Duration ran,
        int connected,
        int connectedMax,
        long sent,
        long acknowledged,
        long unanswered,
        Map<String, Long> refused,
        long failed,
        long skipped,
        long reconnects,
        Duration ackP50,
        Duration ackP99) {
    public Summary {
        refused = Map.copyOf(refused);
    }

    /** Whether somebody connected, and not every publish came to nothing. */
    public boolean succeeded() {
        var arrived = qos == 0 ? sent - failed : acknowledged;
        return connectedMax > 0 && (sent == 0 || arrived > 0);
    }
}
