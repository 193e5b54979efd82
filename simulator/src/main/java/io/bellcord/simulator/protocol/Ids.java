package io.bellcord.simulator.protocol;

import java.util.regex.Pattern;

/** Names that stand in topics. */
public final class Ids {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Ids() {}

    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** The topic to which a bus's tracker publishes. */
    public static String positionTopic(String provider, String bus) {
        return "bus/" + provider + '/' + bus;
    }

    public static String trackerClientId(String bus) {
        return "tracker-" + bus;
    }
}
