package io.bellcord.broker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** docs/openapi.yaml, to hold answers against. */
public final class OpenApi {
    private static final Path FILE = Path.of("../docs/openapi.yaml");
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final Set<String> seen = new TreeSet<>();

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    public static OpenApi read() {
        try {
            return new OpenApi(new YAMLMapper().readTree(FILE.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is done at a path.
     *
     * @param method in capitals
     */
    public record Operation(String method, String path, JsonNode says) {
        /** The statuses it may answer. */
        public Set<String> statuses() {
            return StreamSupport.stream(
                            ((Iterable<String>) () -> says.path("responses").fieldNames()).spliterator(), false)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public List<Operation> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(one ->
                                new Operation(one.getKey().toUpperCase(Locale.ROOT), path.getKey(), one.getValue())))
                .toList();
    }

    /** Names of what an operation takes after the question mark. */
    public List<String> queryParameters(Operation operation) {
        return operation
                .says()
                .path("parameters")
                .valueStream()
                .map(this::resolve)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    /** The path with the examples of the file; each of its parts may be another. */
    public String path(Operation operation, String provider) {
        String path = operation.path().replace("{provider}", provider);
        for (JsonNode written : operation.says().path("parameters")) {
            JsonNode parameter = resolve(written);
            path = path.replace(
                    "{" + parameter.path("name").asText() + "}",
                    parameter.path("example").asText());
        }
        return path;
    }

    /** The values of a schema. */
    public List<String> enumeration(String schema) {
        return StreamSupport.stream(
                        document.at("/components/schemas/" + schema + "/enum").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Every status of every operation at such paths: {@code GET /v1/providers 200}. */
    public Set<String> documented(Predicate<String> paths) {
        return operations().stream()
                .filter(operation -> paths.test(operation.path()))
                .flatMap(operation -> operation.statuses().stream().map(status -> operation + " " + status))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of them those that were answered. */
    public synchronized Set<String> seen() {
        return Set.copyOf(seen);
    }

    /**
     * Holds an answer against the file.
     *
     * @throws AssertionError with what is not as it says
     */
    public void check(String method, String path, HttpResponse<String> answer) {
        check(
                method,
                path.split("\\?", 2)[0],
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body());
    }

    /** The same of an answer in pieces. */
    public void check(String method, String path, int status, String contentType, String body) {
        for (Operation operation : answering(method, path, status)) {
            JsonNode says = resolve(operation.says().path("responses").path(Integer.toString(status)));
            if (says.isMissingNode()) {
                throw new AssertionError(operation + " answered " + status + ", which is not documented: " + body);
            }
            checkBody(operation + " " + status, says.path("content"), contentType, method.equals("HEAD") ? "" : body);
            note(operation + " " + status);
        }
    }

    private synchronized void note(String answered) {
        seen.add(answered);
    }

    /** A method too many is answered by the path, whichever operations it has; what there is not is not in the file. */
    private List<Operation> answering(String method, String path, int status) {
        List<Operation> here = operations().stream()
                .filter(operation -> path.matches(operation.path().replaceAll("\\{[^}]*}", "[^/]*")))
                .toList();
        int fewest = here.stream()
                .mapToInt(operation -> operation.path().split("\\{", -1).length)
                .min()
                .orElse(0);
        Stream<Operation> nearest =
                here.stream().filter(operation -> operation.path().split("\\{", -1).length == fewest);
        String asked = method.equals("HEAD") ? "GET" : method;
        return nearest.filter(operation -> status == 405
                        ? !operation.method().equals(asked)
                        : operation.method().equals(asked))
                .toList();
    }

    private void checkBody(String what, JsonNode contents, String contentType, String body) {
        if (contents.isMissingNode()) {
            if (!body.isEmpty()) {
                throw new AssertionError(what + " has a body, which is not documented: " + body);
            }
            return;
        }
        String type = contentType.split(";", 2)[0];
        JsonNode schema = contents.path(type).path("schema");
        if (schema.isMissingNode()) {
            throw new AssertionError(what + " is " + contentType + ", which is not documented");
        }
        if (type.endsWith("json") && !body.isEmpty()) {
            problem(schema, body).ifPresent(problem -> {
                throw new AssertionError(what + " is not as documented: " + problem + " in " + body);
            });
        }
    }

    private Optional<String> problem(JsonNode schema, String body) {
        try {
            Set<ValidationMessage> problems =
                    schemas.computeIfAbsent(schema, this::standalone).validate(JSON.readTree(body));
            return problems.isEmpty() ? Optional.empty() : Optional.of(problems.toString());
        } catch (IOException e) {
            return Optional.of("no JSON: " + e.getMessage());
        }
    }

    /** With all that it refers to. */
    private JsonSchema standalone(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", document.path("components"));
        whole.putArray("allOf").add(schema);
        return SCHEMAS.getSchema(whole);
    }

    private JsonNode resolve(JsonNode node) {
        String ref = node.path("$ref").asText();
        return ref.isEmpty() ? node : document.at(ref.substring(1));
    }
}
