package io.bellcord.broker.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.cli.WrongUsage;
import io.bellcord.broker.cli.admin.action.Words;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.FreePort;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code admin status} asks a running broker. */
class StatusIT {
    private static TestBroker broker;
    private static String node;

    private record Ran(int code, String out, String err) {}

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
        node = "http://127.0.0.1:" + broker.broker().http().getPort();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void tellsWhatANodeDoes() throws Exception {
        try (TestClient tracker = broker.tracker(Flavour.HIVEMQ_5_TCP, "kb", "1001")) {
            tracker.publish("bus/kb/1001", "{\"ts\":" + Fixes.now() + ",\"lat\":43.7,\"lon\":7.4}");
            tracker.publish("bus/kb/1001", "{\"ts\":" + Fixes.now() + ",\"lat\":91,\"lon\":7.4}");
            await().until(() -> broker.counted("bellcord_refused_total{reason=\"out_of_range\"}") == 1);

            Ran ran = run("--node", node, "--json");
            JsonNode told = new ObjectMapper().readTree(ran.out()).at("/nodes/0");

            assertThat(told.path("status").asText()).isEqualTo("ready");
            assertThat(told.path("well").asBoolean()).isTrue();
            assertThat(told.at("/buses/live").asInt()).isEqualTo(1);
            assertThat(told.at("/clients/tracker").asInt()).isEqualTo(1);
            assertThat(told.at("/providers/enabled").asInt()).isEqualTo(5);
            assertThat(told.at("/providers/disabled").asInt()).isEqualTo(1);
            assertThat(told.at("/refused/out_of_range").asInt()).isEqualTo(1);
            assertThat(told.path("uptimeSeconds").asLong()).isBetween(0L, 3600L);
            assertThat(told.path("heapBytes").asLong()).isGreaterThan(1 << 20);
            assertThat(told.path("files").asLong()).isPositive();
            assertThat(ran.code()).isZero();
        }
    }

    @Test
    void tellsOfSeveralAndThatOneDoesNotAnswer() {
        String away = "http://127.0.0.1:" + FreePort.find();

        Ran ran = run("--node", node, "--node", away);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out().lines()).anyMatch(line -> line.startsWith(node + "  READY"));
        assertThat(ran.out().lines()).anyMatch(line -> line.equals(away + "  DOES NOT ANSWER"));
        assertThat(ran.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void asksThisMachineWhereItsSettingsHaveItServe(@TempDir Path folder) throws Exception {
        String port = "bellcord.http.port = " + FreePort.find() + "\n";
        Path settings = Files.writeString(folder.resolve("p"), port + "bellcord.http.host = 127.0.0.3\n");
        Path usual = Files.writeString(folder.resolve("q"), port);

        assertThat(run("--config", settings.toString()).out()).startsWith("http://127.0.0.3:");
        assertThat(run("--config", usual.toString()).out()).startsWith("http://127.0.0.1:");
    }

    @Test
    void refusesWhatIsNoNode() {
        assertThat(run("--node", "10.0.0.1:8080").code()).isEqualTo(2);
        assertThat(run("--node", "ftp://10.0.0.1").err())
                .startsWith("--node must be like http://10.0.0.1:8080 but is \"ftp://10.0.0.1\"");
        assertThat(run("--node", node, "--over", "2m").err()).startsWith("--over must be at most 1m but is 120s");
    }

    private static Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new CommandLine(new StatusCommand(Clock.systemUTC()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int code = Words.understoodBy(line)
                .setParameterExceptionHandler(new WrongUsage())
                .execute(arguments);
        return new Ran(code, out.toString(), err.toString());
    }
}
