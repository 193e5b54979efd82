package io.bellcord.broker.testing;

import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.Device;
import io.bellcord.broker.transit.FixSource;
import io.bellcord.broker.transit.Motion;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ServiceStatus;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.broker.transit.Trip;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Buses for tests, all of one moment. */
public final class Fleet {
    /** 1795766400000 in epoch milliseconds. */
    public static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private Fleet() {}

    /** A position of one of provider kb's buses, measured so many milliseconds from {@link #NOW}. */
    public static Position fix(int bus, long millis) {
        return fix(BusKey.of("kb", Integer.toString(bus)), millis);
    }

    public static Position fix(BusKey bus, long millis) {
        Instant time = NOW.plusMillis(millis);
        return Position.at(bus, time, time, 37.5665, 126.978);
    }

    /** A position that says all that can be said. */
    public static Position full() {
        return new Position(
                BusKey.of("kb", "1001"),
                NOW,
                NOW.plusMillis(120),
                37.5665,
                -126.978,
                new Motion(8.33, 271.5, 4.0, -12.25, 1234567.8, 42L, FixSource.DEAD_RECKONING),
                ServiceStatus.IN_SERVICE,
                new Trip("r7", 1, "r7-0800", "20261127", "25:10:00"),
                new StopRelation("s-12", 5, StopRelation.Status.INCOMING_AT),
                new Occupancy(Occupancy.Status.FEW_SEATS_AVAILABLE, 60),
                new Device(false, true, 88.5, -71.0, "2.1.0"),
                "{\"wifi\":[1.10,true,null],\"n\":{\"é\":\"x\"}}");
    }
}
