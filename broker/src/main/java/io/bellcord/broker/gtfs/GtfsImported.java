package io.bellcord.broker.gtfs;

import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;

/**
 * What is known of an import without reading what it brought.
 *
 * @param source a file's name, or an address without what may be secret in it
 * @param timezone of the agency, as in Europe/Monaco
 * @param routes how many there are, as of the stops and the trips
 */
public record GtfsImported(
        ProviderId provider,
        String source,
        String agency,
        String timezone,
        int routes,
        int stops,
        int trips,
        Instant at) {}
