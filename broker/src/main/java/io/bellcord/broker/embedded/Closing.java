package io.bellcord.broker.embedded;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes several things in order: one that fails is no reason to leave the next one running. */
final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void all(AutoCloseable... parts) {
        for (AutoCloseable part : List.of(parts)) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("Not closed cleanly part={}; look for a process left behind", part, e);
            }
        }
    }
}
