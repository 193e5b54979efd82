package io.bellcord.broker.cli.check;

import io.bellcord.broker.cli.check.Report.Line;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reports as a page that needs nothing beside itself. */
final class HtmlPage {
    private HtmlPage() {}

    static String of(List<Report> reports) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Bellcord: check tracker</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; color-scheme: light dark }
                table { border-collapse: collapse; width: 100%% }
                td, th { border-top: 1px solid #8886; padding: .4em .6em; text-align: left; vertical-align: top }
                .found td:first-child { color: #c00; font-weight: bold }
                .unseen { opacity: .7 }
                </style>
                %s
                </html>
                """.formatted(reports.stream().map(HtmlPage::section).collect(Collectors.joining("\n")));
    }

    private static String section(Report report) {
        return """
                <h1>%s</h1>
                <table>
                <thead><tr><th>Verdict</th><th>Rule</th><th>Seen</th><th>How to mend it</th></tr></thead>
                <tbody>
                %s
                </tbody>
                </table>""".formatted(
                        escaped(report.summary()),
                        report.lines().stream().map(HtmlPage::row).collect(Collectors.joining("\n")));
    }

    private static String row(Line line) {
        return "<tr class=\"%s\"><td>%s</td><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>"
                .formatted(
                        line.verdict().judgement().name().toLowerCase(Locale.ROOT),
                        Report.mark(line.verdict()),
                        escaped(line.rule().title()),
                        escaped(line.verdict().seen()),
                        escaped(line.verdict().remedy()));
    }

    /** A tracker writes what stands here. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
