package io.bellcord.broker.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nobody listens at, for what cannot be told to choose one itself. It is none of those that the kernel gives
 * to connections (32768 and up): one of them could be taken before it is listened at.
 */
public final class FreePort {
    private static final int FIRST = 22_000;
    private static final int END = 32_000;

    private FreePort() {}

    public static int find() {
        return ThreadLocalRandom.current()
                .ints(FIRST, END)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
