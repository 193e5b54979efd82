package io.bellcord.broker.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Schemas as tables of their properties. */
final class SchemaHtml {
    private static final String SCHEMAS = "#/components/schemas/";

    private final Html to;

    SchemaHtml(Html to) {
        this.to = to;
    }

    /** In a few words, with a link where it has a name. */
    void type(JsonNode schema) {
        String ref = schema.path("$ref").asText();
        if (ref.startsWith(SCHEMAS)) {
            String name = ref.substring(SCHEMAS.length());
            to.raw("<a href=\"#schema-").text(name).raw("\">").text(name).raw("</a>");
        } else if (schema.path("type").asText().equals("array")) {
            to.text("list of ");
            type(schema.path("items"));
        } else if (schema.has("allOf")) {
            to.text(named(schema));
        } else {
            to.text(words(schema));
        }
    }

    private static String named(JsonNode schema) {
        return StreamSupport.stream(schema.path("allOf").spliterator(), false)
                .map(part -> part.path("$ref").asText())
                .filter(ref -> !ref.isEmpty())
                .map(ref -> ref.substring(ref.lastIndexOf('/') + 1))
                .collect(Collectors.joining(" and "));
    }

    private static String words(JsonNode schema) {
        if (schema.has("const")) {
            return schema.path("const").asText();
        }
        JsonNode alternatives = schema.has("enum") ? schema.path("enum") : schema.path("type");
        String words = alternatives.isArray() ? joined(alternatives) : alternatives.asText("anything");
        return words + bounds(schema);
    }

    private static String joined(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" | "));
    }

    private static String bounds(JsonNode schema) {
        String range = schema.has("minimum") && schema.has("maximum")
                ? ", " + schema.path("minimum").asText() + " to "
                        + schema.path("maximum").asText()
                : "";
        return schema.has("default")
                ? range + "; otherwise " + schema.path("default").asText()
                : range;
    }

    /** Its properties, and those of the schemas that it is made of. */
    void properties(JsonNode schema) {
        to.raw("<table><thead><tr><th>key</th><th>type</th><th></th></tr></thead><tbody>\n");
        rows(schema, "");
        to.raw("</tbody></table>\n");
    }

    private void rows(JsonNode schema, String prefix) {
        schema.path("allOf").forEach(part -> rows(part, prefix));
        if (schema.has("$ref") && prefix.isEmpty()) {
            to.raw("<tr><td colspan=\"3\">all of ");
            type(schema);
            to.raw("</td></tr>\n");
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            String name = prefix + property.getKey();
            row(name, property.getValue(), required.contains(property.getKey()));
            rows(property.getValue(), name + ".");
        });
    }

    private void row(String name, JsonNode schema, boolean required) {
        to.raw("<tr><td><code>").text(name).raw("</code>");
        if (!required) {
            to.raw(" <small>optional</small>");
        }
        to.raw("</td><td>");
        type(schema);
        to.raw("</td><td>").text(schema.path("description").asText()).raw("</td></tr>\n");
    }
}
