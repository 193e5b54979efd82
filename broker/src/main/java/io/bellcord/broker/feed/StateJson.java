package io.bellcord.broker.feed;

import java.nio.charset.StandardCharsets;

/** What stands on {@code bus/<provider>/<busId>/state}; ids and states need no escaping. */
final class StateJson {
    private StateJson() {}

    static byte[] encode(BusPicture picture) {
        return """
                {"bus":"%s","state":"%s","since":%d}""".formatted(
                picture.bus().bus(), picture.state().code(), picture.since().toEpochMilli()).getBytes(
                StandardCharsets.UTF_8);
    }
}
