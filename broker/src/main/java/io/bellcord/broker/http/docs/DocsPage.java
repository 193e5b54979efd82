package io.bellcord.broker.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.Messages;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** An OpenAPI document as a page. */
final class DocsPage {
    private final JsonNode document;
    private final Html to = new Html();
    private final SchemaHtml schemas = new SchemaHtml(to);

    /**
     * What is done at a path.
     *
     * @param method in capitals
     */
    private record Operation(String method, String path, JsonNode says) {
        String id() {
            return says.path("operationId").asText();
        }
    }

    private DocsPage(JsonNode document) {
        this.document = document;
    }

    /** The whole page. */
    static String of(JsonNode document) {
        return new DocsPage(document).write();
    }

    private String write() {
        String title = document.at("/info/title").asText();
        to.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .element("title", title)
                .raw("<link rel=\"stylesheet\" href=\"/docs/style.css\">\n</head>\n<body>\n");
        contents();
        to.raw("<main>\n")
                .element("h1", title)
                .paragraphs(document.at("/info/description").asText());
        to.raw("<p>The same for programs: <a href=\"/openapi.yaml\">openapi.yaml</a> (OpenAPI 3.1).</p>\n");
        document.path("tags").forEach(this::tag);
        errors();
        to.raw("<h2 id=\"schemas\">Schemas</h2>\n");
        document.at("/components/schemas").properties().forEach(this::schema);
        return to.raw("</main>\n</body>\n</html>\n").toString();
    }

    private List<Operation> operations(JsonNode tag) {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(one ->
                                new Operation(one.getKey().toUpperCase(Locale.ROOT), path.getKey(), one.getValue())))
                .filter(one -> StreamSupport.stream(one.says().path("tags").spliterator(), false)
                        .anyMatch(name -> name.equals(tag.path("name"))))
                .toList();
    }

    private void contents() {
        to.raw("<nav aria-label=\"Contents\">\n");
        document.path("tags").forEach(tag -> {
            to.element("h2", tag.path("name").asText()).raw("<ul>\n");
            operations(tag)
                    .forEach(one -> to.raw("<li><a href=\"#op-")
                            .text(one.id())
                            .raw("\"><b class=\"method\">")
                            .text(one.method())
                            .raw("</b> ")
                            .text(one.path())
                            .raw("</a></li>\n"));
            to.raw("</ul>\n");
        });
        to.raw("<h2>more</h2>\n<ul><li><a href=\"#errors\">Errors</a></li>")
                .raw("<li><a href=\"#schemas\">Schemas</a></li></ul>\n</nav>\n");
    }

    private void tag(JsonNode tag) {
        to.element("h2", tag.path("description").asText());
        operations(tag).forEach(this::operation);
    }

    private void operation(Operation one) {
        to.raw("<section id=\"op-")
                .text(one.id())
                .raw("\">\n<h3><b class=\"method\">")
                .text(one.method());
        to.raw("</b> <code>").text(one.path()).raw("</code></h3>\n");
        to.element("p", one.says().path("summary").asText())
                .paragraphs(one.says().path("description").asText());
        access(one);
        if (one.says().has("parameters")) {
            parameters(one);
        }
        one.says().at("/requestBody/content").properties().forEach(this::body);
        to.raw("<table><thead><tr><th>answer</th><th>body</th><th></th></tr></thead><tbody>\n");
        one.says().path("responses").properties().forEach(this::response);
        to.raw("</tbody></table>\n</section>\n");
    }

    private void access(Operation one) {
        JsonNode security = one.says().path("security");
        if (security.isEmpty()) {
            return;
        }
        boolean optional = StreamSupport.stream(security.spliterator(), false).anyMatch(JsonNode::isEmpty);
        to.raw("<p class=\"access\"><code>Authorization: Bearer …</code>");
        to.raw(optional ? ", or none where the provider's buses are public</p>\n" : "</p>\n");
    }

    private void parameters(Operation one) {
        to.raw("<table><thead><tr><th>parameter</th><th>type</th><th></th></tr></thead><tbody>\n");
        one.says().path("parameters").forEach(written -> {
            JsonNode parameter = resolve(written);
            to.raw("<tr><td><code>").text(parameter.path("name").asText()).raw("</code> <small>in the ");
            to.text(parameter.path("in").asText()).raw("</small></td><td>");
            schemas.type(parameter.path("schema"));
            to.raw("</td><td>").text(parameter.path("description").asText());
            if (parameter.has("example")) {
                to.raw(" For example: <code>")
                        .text(parameter.path("example").asText())
                        .raw("</code>");
            }
            to.raw("</td></tr>\n");
        });
        to.raw("</tbody></table>\n");
    }

    private void body(Map.Entry<String, JsonNode> content) {
        to.raw("<p>Send <code>").text(content.getKey()).raw("</code>: ");
        schemas.type(content.getValue().path("schema"));
        to.raw("</p>\n");
        if (content.getValue().has("example")) {
            to.raw("<pre>").text(content.getValue().path("example").toString()).raw("</pre>\n");
        }
    }

    private void response(Map.Entry<String, JsonNode> answer) {
        JsonNode says = resolve(answer.getValue());
        to.raw("<tr><td><code>").text(answer.getKey()).raw("</code></td><td>");
        says.path("content").properties().forEach(content -> {
            to.raw("<small>").text(content.getKey()).raw("</small> ");
            schemas.type(content.getValue().path("schema"));
        });
        to.raw("</td><td>").text(says.path("description").asText()).raw("</td></tr>\n");
    }

    /** The list of all errors: what the types of problems lead to. */
    private void errors() {
        Messages messages = new Messages();
        to.raw("<h2 id=\"errors\">Errors</h2>\n<p>A code does not change. Its words may.</p>\n");
        to.raw("<table><thead><tr><th>code</th><th>status</th><th></th></tr></thead><tbody>\n");
        for (ErrorCode code : ErrorCode.values()) {
            String words = messages.text(Locale.ENGLISH, code.code(), "…");
            to.raw("<tr id=\"")
                    .text(code.code())
                    .raw("\"><td><code>")
                    .text(code.code())
                    .raw("</code></td><td>");
            to.text(Integer.toString(code.status()))
                    .raw("</td><td>")
                    .text(words)
                    .raw("</td></tr>\n");
        }
        to.raw("</tbody></table>\n");
    }

    private void schema(Map.Entry<String, JsonNode> named) {
        JsonNode schema = named.getValue();
        to.raw("<section id=\"schema-").text(named.getKey()).raw("\">\n");
        to.element("h3", named.getKey()).paragraphs(schema.path("description").asText());
        if (schema.has("properties") || schema.has("allOf")) {
            schemas.properties(schema);
        } else {
            to.raw("<p>");
            schemas.type(schema);
            to.raw(schema.has("pattern") ? ", <code>" : "")
                    .text(schema.path("pattern").asText());
            to.raw(schema.has("pattern") ? "</code></p>\n" : "</p>\n");
        }
        to.raw("</section>\n");
    }

    private JsonNode resolve(JsonNode node) {
        String ref = node.path("$ref").asText();
        return ref.isEmpty() ? node : document.at(ref.substring(1));
    }
}
