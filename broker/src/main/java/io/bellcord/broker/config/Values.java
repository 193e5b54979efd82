package io.bellcord.broker.config;

import io.bellcord.broker.config.Kind.InvalidValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was set, where: the command line wins over the environment, the environment over the file. */
final class Values {
    /** @param name the setting as it was written there */
    record Value(String text, Place place, String name) {}

    private final Map<String, Value> byKey = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    Optional<Value> find(Setting<?> setting) {
        return Optional.ofNullable(byKey.get(setting.key()));
    }

    /** Names that are no setting, and settings made twice. */
    List<Problem> problems() {
        return problems;
    }

    void addFile(Path file) {
        var lines = new HashMap<String, Integer>();
        for (var entry : PropertiesFile.read(file)) {
            var place = new Place.InFile(file, entry.line());
            Integer before = lines.put(entry.key(), entry.line());
            if (before != null) {
                problems.add(new Problem(place, entry.key(), "is already set in line " + before + ": keep one"));
            }
            put(entry.key(), entry.value(), place);
        }
    }

    void addEnvironment(Map<String, String> environment) {
        var sorted = new TreeMap<>(environment);
        Settings.ALL.forEach(setting -> {
            addVariable(setting, sorted.remove(setting.variable()));
            addFileOfVariable(setting, sorted.remove(setting.variableOfFile()));
        });
        sorted.keySet().forEach(this::checkSpelling);
    }

    private void addVariable(Setting<?> setting, @Nullable String text) {
        if (text != null) {
            byKey.put(setting.key(), new Value(text.strip(), new Place.InEnvironment(), setting.variable()));
        }
    }

    private void addFileOfVariable(Setting<?> setting, @Nullable String file) {
        if (file == null) {
            return;
        }
        String name = setting.variableOfFile();
        try {
            var value = new Value(ValueFile.read(file), new Place.InEnvironment(), name);
            var other = byKey.put(setting.key(), value);
            if (other != null && other.name().equals(setting.variable())) {
                throw new InvalidValue("is set beside " + other.name() + ": keep one");
            }
        } catch (InvalidValue e) {
            problems.add(new Problem(new Place.InEnvironment(), name, e.advice()));
        }
    }

    void addOptions(Map<String, String> overrides) {
        new TreeMap<>(overrides).forEach((key, text) -> put(key, text, new Place.OnCommandLine()));
    }

    private void put(String key, String text, Place place) {
        if (Settings.ALL.stream().anyMatch(setting -> setting.key().equals(key))) {
            byKey.put(key, new Value(text, place, key));
        } else {
            String hint = Spelling.nearest(key, Settings.ALL.stream().map(Setting::key))
                    .map(near -> ": did you mean " + near + "?")
                    .orElse(": remove it");
            problems.add(new Problem(place, key, "is not a setting" + hint));
        }
    }

    /**
     * A variable with our prefix may be someone else's: Kubernetes sets BELLCORD_SERVICE_HOST for a service called
     * bellcord. So only what is nearly one of ours is taken for a mistake.
     */
    private void checkSpelling(String variable) {
        if (variable.startsWith("BELLCORD_")) {
            Spelling.nearest(
                            variable,
                            Settings.ALL.stream()
                                    .flatMap(setting -> Stream.of(setting.variable(), setting.variableOfFile())))
                    .ifPresent(near -> problems.add(new Problem(
                            new Place.InEnvironment(), variable, "is not a setting: did you mean " + near + "?")));
        }
    }
}
