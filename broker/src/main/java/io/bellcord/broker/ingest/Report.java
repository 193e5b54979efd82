package io.bellcord.broker.ingest;

import io.bellcord.broker.transit.BusKey;
import java.time.Instant;

/**
 * What came in for a bus, from a topic or a request that already says which bus it is.
 *
 * @param payload as it came; not copied, and must not change until {@link Ingest#receive} returns
 * @param receivedAt by our clock
 */
@SuppressWarnings("ArrayRecordComponent") // reports are passed on, never compared
public record Report(BusKey bus, byte[] payload, Instant receivedAt) {}
