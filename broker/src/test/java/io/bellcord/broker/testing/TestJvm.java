package io.bellcord.broker.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** What holds for each JVM of tests before the first of them runs. */
public final class TestJvm implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        // What a test waits for may come late on a busy machine; only what never comes fails it.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        // Read by Netty when its first channel opens, which may be a client's, long before a broker starts.
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
    }
}
