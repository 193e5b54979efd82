package io.bellcord.broker.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell in the simulator's place. */
class FleetTest {
    private static final InetSocketAddress BROKER = new InetSocketAddress("0.0.0.0", 1883);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void endsWhenThePipeToItCloses() {
        try (var fleet = fleet("cat >/dev/null; echo bye")) {
            fleet.start(BROKER);
            assertThat(fleet.isLost()).isFalse();

            fleet.dismiss();

            await().until(() -> fleet.lastWords().equals("bye"));
            assertThat(fleet.isLost()).isFalse();
        }
    }

    @Test
    void isLostWhenItEndsUntold() {
        try (var fleet = fleet("echo no route; exit 1")) {
            fleet.start(BROKER);

            await().until(fleet::isLost);
            assertThat(fleet.lastWords()).isEqualTo("no route");
        }
    }

    @Test
    void reportsToALocalAddressOfABrokerThatListensEverywhere() {
        try (var fleet = fleet("echo \"$@\"")) {
            fleet.start(BROKER);

            await().until(fleet::isLost);
            assertThat(fleet.lastWords()).endsWith("--until-stdin-closes --rate 1 --host 127.0.0.1 --port 1883");
        }
    }

    @Test
    void isEndedThoughItDoesNotListen() {
        var fleet = fleet("trap '' TERM; while :; do sleep 1; done");
        fleet.start(BROKER);
        long before = System.nanoTime();

        fleet.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void doesNotStartOnceItIsDismissed() {
        try (var fleet = fleet("true")) {
            fleet.dismiss();

            fleet.start(BROKER);

            assertThat(fleet.isOut()).isFalse();
        }
    }

    private Fleet fleet(String script) {
        return new Fleet(
                List.of("sh", "-c", script, "simulator"), directory.resolve("tokens"), directory.resolve("fleet.log"));
    }
}
