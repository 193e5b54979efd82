package io.bellcord.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--buses x --password s --provider cam         | '--buses'    | 'x'",
                "--buses 0 --password s --provider cam         | --buses \"0\" | 1 to",
                "--buses 2 --provider cam                      | --token,     | --key",
                "--buses 2 --password s                        | --password   | add --provider cam",
                "--password s --provider cam                   | --buses      | add --buses 20",
                "--buses 2 --password s --token t              | --password   | specify only one",
                "--buses 2 --token t --provider cam            | --token      | no JWT",
                "--buses 2 --key a:RS256:f --provider cam      | --key        | write HS256",
                "--buses 2 --key a:HS256:/none --provider cam  | --key        | cannot be read",
                "--tokens /none                                | --tokens     | cannot be read",
                "--buses 2 --password s --provider c/m         | \"c/m\"      | 1 to 64",
                "--buses 2 --password s --provider cam --rate 0        | --rate \"0.0\" | more than 0",
                "--buses 2 --password s --provider cam --qos 2         | --qos \"2\"    | 0 or 1",
                "--buses 2 --password s --provider cam --for 90        | --for          | 20s",
                "--buses 2 --password s --provider cam --for -5s       | --for          | 20s",
                "--buses 2 --password s --provider cam --mqtt 4        | --mqtt \"4\"   | 3",
                "--buses 2 --password s --provider cam --port 70000    | --port         | 65535",
                "--buses 2 --password s --provider cam --ca /none      | --ca           | add --tls",
                "--buses 2 --password s --provider cam --tls --ca /non | --ca           | PEM",
                "--busses 2                                            | '--busses'     | --help",
            })
    void wrongUsageIsOneLineThatNamesTheOptionAndTheWayOut(String options, String option, String wayOut) {
        var code = run(("simulate " + options).split(" ", -1));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(option).contains(wayOut);
    }

    @Test
    void listsTheRoutesOfAProvider() {
        var code = run("simulate", "--list-routes", "--provider", "cam");

        assertThat(code).isZero();
        assertThat(out.toString().lines()).hasSize(7).allMatch(line -> line.matches("cam .* km .*"));
    }

    @Test
    void keepsOptionsForProgramsOutOfTheHelp() {
        assertThat(run("simulate", "--help")).isZero();
        assertThat(out.toString()).contains("--first-bus").doesNotContain("--until-stdin-closes");
    }

    @Test
    void failsWhenNothingAnswers() {
        var code = run("simulate --port 1 --password s --provider cam --buses 1 --for 1s --json".split(" ", -1));

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("\"connectedMax\":0");
        assertThat(err.toString()).contains("check --host");
    }

    @Test
    void stopsWhenItsParentIsGone() {
        var code = run("simulate --port 1 --password s --provider cam --buses 1 --until-stdin-closes".split(" ", -1));

        assertThat(code).isEqualTo(1);
    }

    private int run(String... args) {
        var terminal =
                new Terminal(InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err, true), false);
        var code = Simulator.run(args, terminal, new Stop(), Clock.systemUTC());
        terminal.out().flush();
        return code;
    }
}
