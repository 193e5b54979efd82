package io.bellcord.simulator.streets;

/**
 * Where a bus halts for passengers.
 *
 * @param id of its OpenStreetMap node
 * @param along metres from the start of the direction's line
 */
public record Stop(String id, String name, double along) {}
