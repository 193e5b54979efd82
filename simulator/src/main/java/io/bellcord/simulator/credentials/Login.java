package io.bellcord.simulator.credentials;

import java.util.function.Supplier;

/**
 * With what one tracker connects.
 *
 * @param provider the MQTT username
 * @param password asked for at each CONNECT, since a token that is signed for it should be fresh
 */
public record Login(String provider, String bus, Supplier<String> password) {}
