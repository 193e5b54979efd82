package io.bellcord.broker.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names for who works with the database, for {@code DatabaseSettings.by}. */
public final class Actor {
    private Actor() {}

    /** This machine's broker. */
    public static String node() {
        return "node " + host();
    }

    /** Whoever is logged in to this machine and has started this program. */
    public static String login() {
        return System.getProperty("user.name") + "@" + host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host"; // it has a name that it cannot resolve
        }
    }
}
