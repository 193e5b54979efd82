package io.bellcord.broker.monitoring;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A PromQL expression that we wrote, and where it stands. It is read no further than to know what it asks for.
 *
 * @param place for messages
 */
record Expression(String place, String text) {
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern WORD = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?!\\s*\\()");
    private static final String LABEL_LISTS = "\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)";
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "offset", "bool");

    /** What a selector asks of a label. */
    record Asked(String metric, String label, String operator, String value) {
        /** The values it names; none for a pattern that is no list of words. */
        List<String> values() {
            boolean names = operator.equals("=") || (operator.equals("=~") && value.matches("[a-z_|]+"));
            return names ? List.of(value.split("\\|")) : List.of();
        }
    }

    /** The metrics it reads, each once. */
    List<String> metrics() {
        String bare =
                text.replaceAll(LABEL_LISTS, " ").replaceAll("\\{[^}]*}", " ").replaceAll("\\[[^]]*]", " ");
        return WORD.matcher(bare)
                .results()
                .map(word -> word.group())
                .filter(word -> !KEYWORDS.contains(word))
                .distinct()
                .toList();
    }

    List<Asked> asked() {
        return SELECTOR.matcher(text)
                .results()
                .flatMap(selector -> MATCHER.matcher(selector.group(2))
                        .results()
                        .map(one -> new Asked(selector.group(1), one.group(1), one.group(2), one.group(3))))
                .toList();
    }

    /** The same with a node and a time in place of a dashboard's variables. */
    Expression settled() {
        return new Expression(place, text.replace("$__rate_interval", "5m").replace("$node", ".*"));
    }
}
