package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BrokerMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void tellsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out).asString().startsWith("bellcord ");
    }

    @Test
    void exitsWithTwoWhenTheUsageIsWrong() {
        assertThat(run()).isEqualTo(2);
        assertThat(errors).asString().startsWith("Which command? See ./bellcord --help");
        assertThat(run("--verbose")).isEqualTo(2);
    }

    private int run(String... arguments) {
        return BrokerMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
