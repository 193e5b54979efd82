package io.bellcord.broker.transit;

import org.jspecify.annotations.Nullable;

/**
 * What the tracker says of the vehicle's and its own condition; null where it does not say.
 *
 * @param doorOpen whether a passenger door is open
 * @param ignition whether the ignition is on
 * @param battery charge of the tracker's battery in percent, 0 to 100
 * @param signal received signal strength in dBm, -200 to 0
 * @param firmware at most 64 characters
 */
public record Device(
        @Nullable Boolean doorOpen,
        @Nullable Boolean ignition,
        @Nullable Double battery,
        @Nullable Double signal,
        @Nullable String firmware) {
    public static final Device UNKNOWN = new Device(null, null, null, null, null);

    public Device {
        Range.require("batt", battery, 0, 100);
        Range.require("rssi", signal, -200, 0);
        Text.require("fw", firmware, 64);
    }
}
