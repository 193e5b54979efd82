package io.bellcord.broker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.config.BrokerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FailuresTest {
    /** Starts nothing: it only reads its settings. */
    @Command(name = "start")
    static final class Start implements Runnable {
        @Mixin
        private final ConfigOptions settings = new ConfigOptions();

        @Mixin
        private final DataOptions data = new DataOptions();

        private BrokerConfig config = BrokerConfig.defaults();

        @Override
        public void run() {
            config = settings.load(data.overrides());
        }
    }

    @TempDir
    Path directory;

    private final Start start = new Start();
    private final StringWriter errors = new StringWriter();
    private final CommandLine line =
            new CommandLine(start).setExecutionExceptionHandler(new Failures()).setErr(new PrintWriter(errors, true));

    @Test
    void tellAWrongConfigurationWithoutAStackTraceAndExitWithTwo() throws IOException {
        var file = Files.writeString(directory.resolve("b.properties"), "bellcord.mqtt.port = MQTT");

        int code = line.execute("--config", file.toString());

        assertThat(code).isEqualTo(2);
        assertThat(errors).asString().isEqualToIgnoringNewLines("""
                Cannot start: 1 problem in %s
                  line 1  bellcord.mqtt.port  "MQTT" is not a whole number: write 0 to 65535
                """.formatted(file));
    }

    @Test
    void nameTheOptionAsPartOfTheCommandLine() {
        int code = line.execute("--port-offset", "-5");

        assertThat(code).isEqualTo(2);
        assertThat(errors).asString().isEqualToIgnoringNewLines("""
                Cannot start: 1 problem in the command line
                  option  bellcord.port-offset  "-5" is out of range: write 0 to 40000
                """);
    }

    @Test
    void areNoneWhenAllIsWell() {
        int code = line.execute("--port-offset", "10", "--data", directory.toString());

        assertThat(code).isZero();
        assertThat(start.config.mqtt().port()).isEqualTo(1893);
        assertThat(start.data.directory().path()).isEqualTo(directory);
    }
}
