package io.bellcord.broker.gtfs;

import java.util.Optional;

/**
 * Where buses halt.
 *
 * @param id GTFS stop_id, at most 64 characters
 * @param code what riders see at the stop
 * @param latitude degrees north, WGS-84
 * @param longitude degrees east, WGS-84
 */
public record Stop(String id, Optional<String> code, String name, double latitude, double longitude) {}
