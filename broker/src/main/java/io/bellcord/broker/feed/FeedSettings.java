package io.bellcord.broker.feed;

import java.time.Duration;

/**
 * How riders are served.
 *
 * @param tick how long changes are collected before they are sent; zero sends at once
 * @param minInterval the shortest time between two frames for a rider who does not say, nor its provider; zero for every tick
 * @param routeInterval the time between two messages of a route
 * @param sendBuffer bytes that the system may keep for a rider who does not read
 */
public record FeedSettings(Duration tick, Duration minInterval, Duration routeInterval, int sendBuffer) {
    private static final Duration USUAL_ROUTE_INTERVAL = Duration.ofSeconds(2);
    private static final int USUAL_SEND_BUFFER = 64 * 1024;

    /** One that differs from the usual in its tick. */
    public static FeedSettings ticking(Duration tick) {
        return new FeedSettings(tick, Duration.ZERO, USUAL_ROUTE_INTERVAL, USUAL_SEND_BUFFER);
    }
}
