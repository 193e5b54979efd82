package io.bellcord.broker.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.bellcord.broker.positions.PositionJson;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/**
 * docs/asyncapi.yaml is AsyncAPI 3.0 by a schema of its specification's objects, and by those rules that no schema can tell; and what it
 * shows is so. The official schema is to be had for Node only.
 */
class AsyncApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode FILE = read(Path.of("../docs/asyncapi.yaml"));
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final JsonSchema SHAPE = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(read(Path.of("src/test/resources/io/bellcord/broker/ingest/asyncapi-3.schema.yaml")));

    /** With merge keys, which Jackson's YAML does not know. */
    private static JsonNode read(Path file) {
        try {
            return JSON.valueToTree(new Yaml().load(Files.readString(file)));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Test
    void hasTheShapeOfAnAsyncApi3() {
        assertThat(SHAPE.validate(FILE)).isEmpty();
    }

    /** One for each object of the specification that the file has. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /                                          | asyncapi        | 2.6.0
            /                                          | topics          | {}
            /info                                      | version         |
            /info/license                              | name            | 7
            /servers/mqtt                              | host            |
            /servers/mqtt                              | protocol        | amqp
            /channels/position                         | adress          | bus/+
            /channels/position/messages/report         | $ref            | 1
            /components/parameters/bus                 | schema          | {}
            /operations/tellState                      | action          | publish
            /operations/tellState                      | channel         | state
            /operations/takePosition/bindings/mqtt     | qos             | 3
            /components/messages/report                | payloads        | {}
            /components/messages/vehiclePositions      | contentType     | protobuf
            /components/messages/report/examples/0     | value           | {}
            /components/schemas/Id                     | type            | text
            /components/securitySchemes/login          | type            | password
            """)
    void itsShapeIsNotOneThatFitsAnything(String where, String key, @Nullable String value) throws IOException {
        JsonNode broken = FILE.deepCopy();
        ObjectNode object = (ObjectNode) broken.at(where.equals("/") ? "" : where);
        if (value == null) {
            object.remove(key);
        } else {
            object.set(key, value.equals("{}") ? JSON.createObjectNode() : JSON.valueToTree(new Yaml().load(value)));
        }

        assertThat(SHAPE.validate(broken)).isNotEmpty();
    }

    @Test
    void refersToNothingThatIsNotThere() {
        List<String> references = new ArrayList<>();
        collect(FILE, (key, value) -> {
            if (key.equals("$ref")) {
                references.add(value.asText());
            }
        });

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(at(reference).isMissingNode()).as(reference).isFalse());
    }

    @Test
    void namesTheParametersOfEachAddress() {
        assertThat(FILE.path("channels"))
                .allSatisfy(channel -> assertThat(names(channel.path("parameters")))
                        .containsExactlyInAnyOrderElementsOf(PARAMETER
                                .matcher(channel.path("address").asText())
                                .results()
                                .map(found -> found.group(1))
                                .toList()));
    }

    @Test
    void saysOfEveryMessageWhoSendsIt() {
        Set<String> used = new TreeSet<>();
        FILE.path("operations").forEach(operation -> {
            String channel = operation.path("channel").path("$ref").asText();
            assertThat(operation.path("action").asText()).isIn("send", "receive");
            assertThat(channel).matches("#/channels/\\w+");
            operation.path("messages").forEach(message -> {
                assertThat(message.path("$ref").asText()).startsWith(channel + "/messages/");
                used.add(message.path("$ref").asText());
            });
        });
        Set<String> all = new TreeSet<>();
        FILE.path("channels")
                .properties()
                .forEach(channel -> names(channel.getValue().path("messages"))
                        .forEach(name -> all.add("#/channels/" + channel.getKey() + "/messages/" + name)));

        assertThat(used).isEqualTo(all);
    }

    @Test
    void hasTheTopicsThatThereAre() {
        Map<String, String> addresses = FILE.path("channels").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> PARAMETER
                                .matcher(each.getValue().path("address").asText())
                                .replaceAll(AsyncApiTest::example)));

        assertThat(Topics.parsePosition(addresses.getOrDefault("position", ""))).contains(Reports.BUS);
        assertThat(addresses.values())
                .allSatisfy(
                        topic -> assertThat(Topics.parseFilter(topic)).as(topic).isPresent());
    }

    private static String example(MatchResult parameter) {
        return at("#/components/parameters/" + parameter.group(1))
                .path("examples")
                .get(0)
                .asText();
    }

    @Test
    void showsAnExampleOfEveryMessageThatFitsItsSchema() {
        assertThat(FILE.at("/components/messages"))
                .allSatisfy(message -> assertThat(message.path("examples"))
                        .isNotEmpty()
                        .allSatisfy(example -> assertFits(example.path("payload"), message.path("payload"))));
    }

    @Test
    void showsReportsThatAreAccepted() {
        for (String name : List.of("report", "ownTracks", "hfp", "seed")) {
            assertThat(examples(name))
                    .allSatisfy(payload ->
                            assertThat(Reports.outcomeOf(payload.toString())).isInstanceOf(Outcome.Accepted.class));
        }
    }

    @Test
    void showsPositionsAsTheyAreWritten() throws IOException {
        List<JsonNode> positions = new ArrayList<>(examples("position"));
        examples("route").forEach(route -> route.path("buses").forEach(positions::add));

        for (JsonNode payload : positions) {
            var position =
                    PositionJson.decode(new ProviderId("kb"), payload.toString().getBytes(UTF_8));
            assertThat(JSON.readTree(PositionJson.encode(position, BusState.LIVE)))
                    .isEqualTo(JSON.readTree(payload.toString()));
        }
    }

    @Test
    void hasEveryKeyOfAPositionEveryReasonAndEveryState() throws IOException {
        var most =
                (Outcome.Accepted) Reports.outcomeOf(examples("report").get(1).toString());
        ObjectNode written = (ObjectNode) JSON.readTree(PositionJson.encode(most.position(), BusState.LIVE));
        Set<String> keys = names(at("#/components/schemas/Position").path("properties"));
        keys.remove("f"); // of a report alone

        assertThat(names(written)).isEqualTo(keys);
        assertThat(texts(FILE.at("/components/messages/refusal/payload/properties/reason/enum")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::code).toList());
        assertThat(texts(FILE.at("/components/schemas/State/enum")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(BusState.values()).map(BusState::code).toList());
    }

    private static List<JsonNode> examples(String message) {
        return StreamSupport.stream(
                        FILE.at("/components/messages/" + message + "/examples").spliterator(), false)
                .map(example -> example.path("payload"))
                .toList();
    }

    /** What of JSON Schema stands in the file. */
    private static void assertFits(JsonNode value, JsonNode given) {
        JsonNode schema = given.has("$ref") ? at(given.path("$ref").asText()) : given;
        assertThat(isOfType(value, schema.path("type")))
                .as(value + " is " + schema.path("type"))
                .isTrue();
        schema.path("required")
                .forEach(key -> assertThat(value.has(key.asText()))
                        .as(key + " in " + value)
                        .isTrue());
        if (schema.has("enum")) {
            assertThat(schema.path("enum")).contains(value);
        }
        if (schema.has("const")) {
            assertThat(value).isEqualTo(schema.path("const"));
        }
        if (schema.has("pattern")) {
            assertThat(value.asText()).containsPattern(schema.path("pattern").asText());
        }
        if (schema.has("minimum")) {
            assertThat(value.asDouble())
                    .isBetween(
                            schema.path("minimum").asDouble(),
                            schema.path("maximum").asDouble(1e18));
        }
        if (schema.has("items")) {
            value.forEach(item -> assertFits(item, schema.path("items")));
        }
        value.properties().stream().filter(_ -> schema.has("properties")).forEach(field -> {
            JsonNode property = schema.path("properties").path(field.getKey());
            assertThat(property.isMissingNode()).as(field.getKey() + " is said").isFalse();
            assertFits(field.getValue(), property);
        });
    }

    private static boolean isOfType(JsonNode value, JsonNode type) {
        return type.isArray()
                ? StreamSupport.stream(type.spliterator(), false).anyMatch(one -> isOfType(value, one))
                : switch (type.asText()) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    default -> false;
                };
    }

    private static JsonNode at(String reference) {
        return FILE.at(reference.substring(1));
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void collect(JsonNode node, BiConsumer<String, JsonNode> fields) {
        node.properties().forEach(field -> fields.accept(field.getKey(), field.getValue()));
        node.forEach(child -> collect(child, fields));
    }
}
