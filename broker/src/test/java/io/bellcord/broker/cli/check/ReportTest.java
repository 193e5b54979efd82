package io.bellcord.broker.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.cli.check.rules.Recording;
import io.bellcord.broker.cli.check.rules.Rule;
import io.bellcord.broker.cli.check.rules.Seen;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A tracker that writes markup: what is said of it in each form. */
class ReportTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final String MARKUP = "<script>alert(1)</script> & \"more\"";

    private final Report report = Report.of(
            "kb",
            "1001",
            new Recording(NOON, NOON.plusSeconds(90), List.of(new Seen.Notice(NOON, "malformed", MARKUP))));

    @Test
    void isAPageWithALineForEachRuleAndWithoutMarkupOfTheTrackers() {
        String page = HtmlPage.of(List.of(report));

        assertThat(page)
                .contains("Bus 1001 of kb, watched for 90 s: 2 problems")
                .contains("<tr class=\"found\"><td>FOUND</td>")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;")
                .doesNotContain("<script");
        assertThat(page.split("<tr class=", -1)).hasSize(Rule.ALL.size() + 1);
    }

    @Test
    void isJsonWithAVerdictForEachRule() throws Exception {
        JsonNode json = new ObjectMapper().readTree(report.json());

        assertThat(json.path("bus").asText()).isEqualTo("1001");
        assertThat(json.path("found").asInt()).isEqualTo(2);
        assertThat(json.path("rules")
                        .valueStream()
                        .map(rule -> rule.path("rule").asText()))
                .containsExactlyElementsOf(Rule.ALL.stream().map(Rule::id).toList());
        assertThat(json.path("rules"))
                .filteredOn(rule -> rule.path("verdict").asText().equals("found"))
                .extracting(rule -> rule.path("rule").asText())
                .containsExactlyInAnyOrder("reports", "understood");
    }

    @Test
    void isTextThatTellsHowToMendWhatWasFound() {
        assertThat(report.text())
                .contains("FOUND   understood")
                .contains("-> docs/PROTOCOL.md, Refusals, says what each reason means")
                .endsWith("Bus 1001 of kb, watched for 90 s: 2 problems");
    }
}
