package io.bellcord.image;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** {@code config/deploy/kubernetes} against Kubernetes' own schemas, and against itself. */
class KubernetesFilesTest {
    private static final Path FOLDER = Path.of("../../config/deploy/kubernetes");

    @FunctionalInterface
    private interface Schema {
        /** @throws IllegalArgumentException naming the field that there is not, or that is missing */
        void check(JsonElement object) throws IOException;
    }

    private static final Map<String, Schema> SCHEMAS = Map.ofEntries(
            entry("v1 Namespace", V1Namespace::validateJsonElement),
            entry("v1 ServiceAccount", V1ServiceAccount::validateJsonElement),
            entry("v1 ConfigMap", V1ConfigMap::validateJsonElement),
            entry("v1 Service", V1Service::validateJsonElement),
            entry("apps/v1 Deployment", V1Deployment::validateJsonElement),
            entry("apps/v1 StatefulSet", V1StatefulSet::validateJsonElement),
            entry("batch/v1 Job", V1Job::validateJsonElement),
            entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
            entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement),
            entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement));

    @Test
    void isWhatKubernetesKnows() throws IOException {
        for (JsonObject object : objects()) {
            String kind = text(object, "apiVersion") + " " + text(object, "kind");
            requireNonNull(SCHEMAS.get(kind), kind).check(object);
        }
    }

    @Test
    void wouldBeRefusedWithAFieldThatKubernetesDoesNotKnow() throws IOException {
        JsonObject deployment = ofKind("Deployment").getFirst();
        pod(deployment).addProperty("readOnly", true);

        assertThatThrownBy(() -> V1Deployment.validateJsonElement(deployment)).hasMessageContaining("readOnly");
    }

    @Test
    void runsNothingAsRootAndWritesNowhereButWhereItSays() throws IOException {
        for (JsonObject workload : workloads()) {
            assertThat(pod(workload)
                            .getAsJsonObject("securityContext")
                            .get("runAsNonRoot")
                            .getAsBoolean())
                    .isTrue();
            for (JsonObject container : list(pod(workload), "containers")) {
                JsonObject security = container.getAsJsonObject("securityContext");
                assertThat(security.get("readOnlyRootFilesystem").getAsBoolean())
                        .isTrue();
                assertThat(security.get("allowPrivilegeEscalation").getAsBoolean())
                        .isFalse();
                assertThat(security.getAsJsonObject("capabilities").get("drop")).hasToString("[\"ALL\"]");
                assertThat(container
                                .getAsJsonObject("resources")
                                .getAsJsonObject("limits")
                                .has("memory"))
                        .isTrue();
            }
        }
    }

    @Test
    void selectsPodsThatThereAre() throws IOException {
        var labels = workloads().stream().map(KubernetesFilesTest::podLabels).toList();
        for (JsonObject object : workloads()) {
            if (spec(object).has("selector")) {
                assertThat(matchLabels(object)).isEqualTo(podLabels(object));
            }
        }

        assertThat(ofKind("PodDisruptionBudget"))
                .hasSize(2)
                .extracting(KubernetesFilesTest::matchLabels)
                .allMatch(labels::contains);
        assertThat(ofKind("Service"))
                .hasSize(3)
                .extracting(service -> spec(service).getAsJsonObject("selector"))
                .allMatch(labels::contains);
    }

    @Test
    void leadsServicesAndProbesToPortsThatTheContainersHave() throws IOException {
        var ports = workloads().stream()
                .flatMap(workload -> list(pod(workload), "containers").stream())
                .flatMap(container -> container.has("ports") ? list(container, "ports").stream() : Stream.of())
                .map(port -> text(port, "name"))
                .toList();
        var targets = ofKind("Service").stream()
                .flatMap(service -> list(spec(service), "ports").stream())
                .map(port -> text(port, port.has("targetPort") ? "targetPort" : "name"))
                .toList();
        JsonObject broker =
                list(pod(ofKind("Deployment").getFirst()), "containers").getFirst();

        assertThat(ports).containsAll(targets);
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            JsonObject get = broker.getAsJsonObject(probe).getAsJsonObject("httpGet");
            assertThat(text(get, "port")).isEqualTo("http");
            assertThat(text(get, "path")).isIn("/health/live", "/health/ready");
        }
    }

    @Test
    void givesANodeTheTimeItNeedsToStop() throws IOException {
        JsonObject pod = pod(ofKind("Deployment").getFirst());
        JsonObject preStop =
                list(pod, "containers").getFirst().getAsJsonObject("lifecycle").getAsJsonObject("preStop");
        int wait = preStop.getAsJsonObject("sleep").get("seconds").getAsInt();

        assertThat(pod.get("terminationGracePeriodSeconds").getAsInt()).isGreaterThanOrEqualTo(wait + 20);
    }

    private static List<JsonObject> objects() throws IOException {
        var objects = new ArrayList<JsonObject>();
        try (var files = Files.newDirectoryStream(FOLDER, "*.yaml")) {
            for (Path file : files) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    new Yaml()
                            .loadAll(reader)
                            .forEach(object ->
                                    objects.add(new Gson().toJsonTree(object).getAsJsonObject()));
                }
            }
        }
        return objects;
    }

    private static List<JsonObject> ofKind(String kind) throws IOException {
        return objects().stream()
                .filter(object -> text(object, "kind").equals(kind))
                .toList();
    }

    private static List<JsonObject> workloads() throws IOException {
        return objects().stream()
                .filter(object -> object.has("spec") && spec(object).has("template"))
                .toList();
    }

    private static JsonObject spec(JsonObject object) {
        return object.getAsJsonObject("spec");
    }

    private static JsonObject pod(JsonObject workload) {
        return spec(spec(workload).getAsJsonObject("template"));
    }

    private static JsonObject podLabels(JsonObject workload) {
        return spec(workload)
                .getAsJsonObject("template")
                .getAsJsonObject("metadata")
                .getAsJsonObject("labels");
    }

    private static JsonObject matchLabels(JsonObject object) {
        return spec(object).getAsJsonObject("selector").getAsJsonObject("matchLabels");
    }

    private static List<JsonObject> list(JsonObject object, String name) {
        return StreamSupport.stream(object.getAsJsonArray(name).spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }
}
