package io.bellcord.broker.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellcord.broker.monitoring.Expression.Asked;
import io.bellcord.broker.monitoring.MetricsPage.Documented;
import io.bellcord.broker.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running broker tells, against docs/METRICS.md, the dashboard and the alerts. */
class MetricsIT {
    /** Of the scrape, which no broker knows. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    private static TestBroker broker;
    private static Exposition told;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void askABrokerThatHasAnswered() {
        broker = TestBroker.start();
        broker.get("/auth/providers");
        // The first look at the event loops comes a second after the start.
        await().until(() -> broker.counted("bellcord_event_loop_lag_seconds_count") > 0);
        told = new Exposition(broker.metrics());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void everyMetricIsDocumentedWithItsTypeAndLabelsAndNoneThatThereIsNot() {
        Map<String, String> documented = new TreeMap<>();
        MetricsPage.read().forEach((name, one) -> documented.put(name, describe(one)));
        Map<String, String> there = new TreeMap<>();
        told.types()
                .forEach((name, type) -> there.put(name, describe(new Documented(type, told.labels(name, type), ""))));

        assertThat(there).isEqualTo(documented);
    }

    private static String describe(Documented one) {
        return one.type() + " " + one.labels();
    }

    @Test
    void everyMetricSaysWhatItIs() {
        assertThat(told.helped())
                .containsExactlyInAnyOrderElementsOf(told.types().keySet());
    }

    @Test
    void theDashboardAndTheAlertsAskForWhatThereIs() {
        for (Expression expression : MonitoringFiles.expressions()) {
            expression.metrics().stream()
                    .filter(name -> !name.equals("up"))
                    .forEach(name -> assertThat(told.has(name))
                            .as(expression + " " + name)
                            .isTrue());
            expression.asked().stream()
                    .filter(asked -> !OF_PROMETHEUS.contains(asked.label()))
                    .forEach(asked -> checkValues(expression, asked));
        }
    }

    private static void checkValues(Expression expression, Asked asked) {
        asked.values()
                .forEach(value -> assertThat(told.has(asked.metric(), asked.label(), value))
                        .as(expression + " " + value)
                        .isTrue());
    }

    /** Its advice on names is followed but for what the JVM's own figures are called. */
    @Test
    void promtoolFindsNothingWrongWithOurNames() throws Exception {
        Optional<Promtool> promtool = Promtool.find();
        assumeTrue(promtool.isPresent(), "no promtool");

        Path scrape = Files.writeString(folder.resolve("scrape"), broker.metrics());
        String advice = promtool.get().run(scrape, "check", "metrics").out();

        assertThat(advice.lines()).noneMatch(line -> line.startsWith("bellcord_"));
    }
}
