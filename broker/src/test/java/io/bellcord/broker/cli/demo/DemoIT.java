package io.bellcord.broker.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.BellcordProcess;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process, without simulated buses: the simulator is built after the broker. */
class DemoIT {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void aRiderFollowsADriverWithWhatTheReadyFileSaysAndSigtermLeavesNothingBehind() throws IOException {
        try (var demo = demo()) {
            for (String server : new String[] {"mqtt", "websocket", "http", "redis", "postgres"}) {
                try (var socket = new Socket()) {
                    socket.connect(demo.address(server), 5_000);
                }
            }
            assertThat(follows(demo, "azur", demo.token("azur", "riderToken"))).isTrue();
            assertThat(demo.out())
                    .contains("mosquitto_sub -h 127.0.0.1 -p "
                            + demo.address("mqtt").getPort() + " -V 5 -u cam -P ey");

            long before = System.nanoTime();
            demo.terminate();
            demo.exitCode();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            assertThat(BellcordProcess.processesOf(directory)).isEmpty();
        }
    }

    @Test
    void aDemoThatWasKilledIsFollowedByOneThatKnowsItsTokensAndLeavesNoOrphan() {
        String token;
        try (var killed = demo()) {
            token = killed.token("cam", "riderToken");
            killed.kill();
        }

        try (var demo = demo("--duration", "60s")) {
            assertThat(follows(demo, "cam", token)).isTrue();
        }

        assertThat(BellcordProcess.processesOf(directory)).isEmpty();
    }

    @Test
    void stopsByItselfWithASummary() {
        try (var demo = demo("--duration", "1s")) {
            assertThat(demo.exitCode()).isZero();

            assertThat(demo.out()).contains("2 providers, 15 routes, 0 buses", "Ran ", " 0 refused");
            assertThat(demo.errors()).isEmpty();
        }
    }

    @Test
    void saysWhichPortIsTakenAndByWhatSettingToChangeIt() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var demo = BellcordProcess.start(
                        directory,
                        Map.of("BELLCORD_HTTP_PORT", Integer.toString(taken.getLocalPort())),
                        "demo",
                        "--buses",
                        "0",
                        "--fresh",
                        "--data",
                        data())) {
            assertThat(demo.exitCode()).isEqualTo(2);

            assertThat(demo.errors())
                    .contains("port " + taken.getLocalPort() + " (bellcord.http.port) is in use")
                    .contains("set bellcord.http.port or --port-offset");
            assertThat(BellcordProcess.processesOf(directory)).isEmpty();
        }
    }

    @Test
    void erasesNothingThatIsNotItsOwn() throws IOException {
        Path mine = Files.writeString(Files.createDirectories(Path.of(data())).resolve("thesis.txt"), "all of it");

        try (var demo = demo("--fresh")) {
            assertThat(demo.exitCode()).isEqualTo(2);

            assertThat(demo.errors()).contains("is not empty and not a data directory of Bellcord");
            assertThat(mine).hasContent("all of it");
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private BellcordProcess demo(String... more) {
        var arguments = new ArrayList<>(List.of("demo", "--buses", "0", "--data", data()));
        arguments.addAll(List.of(more));
        return BellcordProcess.start(directory, Map.of(), arguments.toArray(String[]::new));
    }

    private static boolean follows(BellcordProcess demo, String provider, String riderToken) {
        try (TestClient rider = client(demo, "rider");
                TestClient driver = client(demo, "driver")) {
            assertThat(rider.connect(provider, riderToken)).isZero();
            assertThat(rider.subscribe("bus/" + provider + "/+")).isZero();
            assertThat(driver.connect(provider, demo.token(provider, "driverToken")))
                    .isZero();
            driver.publish("bus/" + provider + "/7", Fixes.json(Fixes.now(), 43.73));
            return rider.next().topic().equals("bus/" + provider + "/7");
        }
    }

    private static TestClient client(BellcordProcess demo, String id) {
        return Flavour.HIVEMQ_5_TCP.create(demo.address("mqtt"), demo.address("websocket"), id);
    }
}
