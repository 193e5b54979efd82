package io.bellcord.broker.cli.check.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One thing that the broker saw of a tracker; times are the broker's. */
public sealed interface Seen {
    Instant at();

    /**
     * A connection.
     *
     * @param fresh whether it came while it was watched; otherwise it was there when the watch began
     * @param keepAlive as asked for; zero for none
     * @param login with what it was let in: token, credential, certificate
     */
    record Arrival(
            Instant at,
            boolean fresh,
            String connection,
            String clientId,
            boolean clientIdAssigned,
            int protocol,
            Duration keepAlive,
            Optional<String> will,
            String login,
            Optional<Instant> issuedAt,
            Optional<Instant> expiresAt,
            String address)
            implements Seen {}

    /** The end of one. */
    record Departure(Instant at, String connection, String reason, Duration lasted) implements Seen {}

    /**
     * A message.
     *
     * @param outcome accepted, superseded, ignored or refused
     * @param fix of a good one
     * @param reason of one that was refused
     * @param words why it was refused, or ignored
     */
    record Message(Instant at, int bytes, String outcome, Optional<Fix> fix, String reason, String words)
            implements Seen {
        boolean isRefused() {
            return outcome.equals("refused");
        }
    }

    /** Refused unread. */
    record Notice(Instant at, String reason, String words) implements Seen {}
}
