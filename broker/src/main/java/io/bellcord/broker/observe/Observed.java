package io.bellcord.broker.observe;

import io.bellcord.broker.ingest.Outcome;
import io.bellcord.broker.ingest.Reason;
import java.time.Duration;
import java.time.Instant;

/** Something that was seen of one bus's tracker. */
public sealed interface Observed {
    /** By our clock. */
    Instant at();

    /** A client that reports for the bus has connected, or has begun to report for it. */
    record Connected(Instant at, ClientFacts client) implements Observed {}

    /** A client that reports for the bus was connected already when the watch began. */
    record Present(Instant at, ClientFacts client) implements Observed {}

    /**
     * It has gone.
     *
     * @param reason {@code client_disconnect}, {@code disconnect_with_will}, {@code connection_lost}, or why we ended it, as it
     *     is counted in {@code bellcord_guard_disconnects}
     */
    record Disconnected(Instant at, String connection, String reason, Duration lasted) implements Observed {}

    /**
     * A report came in, over MQTT or over HTTP.
     *
     * @param payload as it came, of a long one the beginning; not to be changed
     * @param bytes the whole has
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Received(Instant at, byte[] payload, int bytes, Outcome outcome) implements Observed {}

    /** Something was refused unread. */
    record Refused(Instant at, Reason reason, String message) implements Observed {}

    /** So many were seen that the watcher was too slow for, and does not get. */
    record Missed(Instant at, long events) implements Observed {}
}
