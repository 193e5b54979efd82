package io.bellcord.broker.cli.admin.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command found or did.
 *
 * @param lines for people
 * @param json for programs: maps, lists, texts, numbers and booleans
 * @param complete whether all was done that was asked for
 */
public record Answer(List<String> lines, Map<String, Object> json, boolean complete) {
    public Answer(List<String> lines, Map<String, Object> json) {
        this(lines, json, true);
    }

    public Answer(String line, Map<String, Object> json) {
        this(List.of(line), json);
    }

    /** Names and values in turn, in the order they are to stand in; an empty Optional is left out. */
    public static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = (String) namesAndValues[i];
            Object value = namesAndValues[i + 1];
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> object.put(name, present));
            } else {
                object.put(name, value);
            }
        }
        return object;
    }
}
