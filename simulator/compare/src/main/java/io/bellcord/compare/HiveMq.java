package io.bellcord.compare;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Path;

/** HiveMQ Community Edition in a process of its own; its directory holds {@code conf/config.xml}. */
public final class HiveMq {
    private HiveMq() {}

    public static void main(String[] args) throws Exception {
        var directory = Path.of(args[0]);
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(directory.resolve("conf"))
                .withDataFolder(directory.resolve("data"))
                .withExtensionsFolder(directory.resolve("extensions"))
                .build();
        broker.start().join();
        Thread.currentThread().join();
    }
}
