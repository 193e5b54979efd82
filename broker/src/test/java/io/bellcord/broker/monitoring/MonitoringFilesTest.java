package io.bellcord.broker.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.monitoring.MetricsPage.Documented;
import io.bellcord.broker.monitoring.Promtool.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alerts, without a broker: {@link MetricsIT} holds them against one. */
class MonitoringFilesTest {
    /** Prometheus' own. */
    private static final Set<String> NOT_OURS = Set.of("up");

    private static final Set<String> LABELS_OF_ALL = Set.of("instance", "job", "le");

    private final Map<String, Documented> documented = MetricsPage.read();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsWhatAnExpressionAsksFor() {
        var expression = new Expression(
                "here", "sum by (a, le) (rate(x_total{b=\"c\",d=~\"e|f\"}[5m])) > 2 and time() - y offset 15m < 1");

        assertThat(expression.metrics()).containsExactly("x_total", "y");
        assertThat(expression.asked().toString()).contains("label=b, operator==, value=c", "label=d, operator==~");
        assertThat(expression.asked().get(1).values()).containsExactly("e", "f");
    }

    @Test
    void asksOnlyForMetricsAndLabelsThatAreDocumented() {
        assertThat(MonitoringFiles.expressions()).hasSizeGreaterThan(40).allSatisfy(this::checkMetrics);
    }

    private void checkMetrics(Expression expression) {
        assertThat(expression.metrics())
                .as(expression.place())
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(NOT_OURS.contains(name) || find(name).isPresent())
                                .as(name)
                                .isTrue());
        expression.asked().stream()
                .filter(asked -> !LABELS_OF_ALL.contains(asked.label()) && !NOT_OURS.contains(asked.metric()))
                .forEach(asked -> assertThat(find(asked.metric()).orElseThrow().labels())
                        .as(expression.place() + ": " + asked)
                        .contains(asked.label()));
    }

    /** What a histogram and a summary tell has endings. */
    private Optional<Documented> find(String name) {
        return Optional.ofNullable(documented.get(name))
                .or(() -> Optional.ofNullable(documented.get(name.replaceAll("_(bucket|count|sum)$", ""))));
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhereToReadOn() throws Exception {
        Set<String> headings = headings(Files.readString(Path.of("../docs/RUNBOOK.md")));

        assertThat(MonitoringFiles.alerts()).hasSizeGreaterThan(10).allSatisfy(alert -> {
            String name = alert.path("alert").asText();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning", "info");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotEmpty();
            assertThat(alert.at("/annotations/description").asText()).as(name).isNotEmpty();
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("docs/RUNBOOK.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(headings).contains(name);
        });
    }

    @Test
    void theRunbookHasNoAlertThatThereIsNot() throws Exception {
        Set<String> alerts = names(MonitoringFiles.alerts(), "alert");

        assertThat(headings(Files.readString(Path.of("../docs/RUNBOOK.md"))))
                .filteredOn(heading -> heading.startsWith("Bellcord"))
                .containsExactlyInAnyOrderElementsOf(alerts);
    }

    private static Set<String> headings(String page) {
        return page.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(List<JsonNode> nodes, String field) {
        return nodes.stream().map(node -> node.path(field).asText()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyPanelHasATitleWordsAndAPlaceOfItsOwn() {
        List<JsonNode> panels = MonitoringFiles.panels().stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();

        assertThat(panels).allSatisfy(panel -> {
            assertThat(panel.path("description").asText()).isNotEmpty();
            assertThat(panel.path("targets")).isNotEmpty();
        });
        assertThat(panels.stream().map(panel -> panel.path("gridPos").toString()))
                .doesNotHaveDuplicates();
        assertThat(panels.stream().map(panel -> panel.path("title").asText())).doesNotHaveDuplicates();
    }

    @Test
    void promtoolFindsTheAlertsToDoWhatTheyAreFor() throws Exception {
        Optional<Promtool> promtool = Promtool.find();
        assumeTrue(promtool.isPresent(), "no promtool");

        Ran ran = promtool.get()
                .run(
                        "test",
                        "rules",
                        MonitoringFiles.PROMETHEUS.resolve("alerts_test.yaml").toString());

        assertThat(ran.out()).contains("SUCCESS");
        assertThat(ran.code()).isZero();
    }

    @Test
    void everyAlertIsTried() throws Exception {
        String tests = Files.readString(MonitoringFiles.PROMETHEUS.resolve("alerts_test.yaml"));

        assertThat(names(MonitoringFiles.alerts(), "alert"))
                .allSatisfy(name -> assertThat(tests).contains(name));
    }

    /** Grafana's variables aside, a panel's expression is one of Prometheus'. */
    @Test
    void promtoolUnderstandsEveryPanel() throws Exception {
        Optional<Promtool> promtool = Promtool.find();
        assumeTrue(promtool.isPresent(), "no promtool");
        StringBuilder rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
        MonitoringFiles.ofPanels()
                .forEach(panel -> rules.append("  - record: panel:")
                        .append(rules.length())
                        .append("\n    expr: '")
                        .append(panel.settled().text())
                        .append("'\n"));

        Ran ran = promtool.get()
                .run(
                        "check",
                        "rules",
                        Files.writeString(folder.resolve("panels.yaml"), rules).toString());

        assertThat(ran.out()).contains("SUCCESS");
        assertThat(ran.code()).isZero();
    }
}
