package io.bellcord.broker.ingest;

import com.fasterxml.jackson.core.JsonParser;
import io.bellcord.broker.json.JsonDocument;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One way in which trackers write a position. A further one is a class here and a line in {@link #BY_MARK}. */
sealed interface Dialect permits NativeDialect, SeedDialect, OwnTracksDialect, HfpDialect {
    Dialect NATIVE = new NativeDialect();

    /** The dialects by the keys, each of one dialect only, that give them away. */
    Map<String, Dialect> BY_MARK = List.of(NATIVE, new SeedDialect(), new OwnTracksDialect(), new HfpDialect()).stream()
            .flatMap(dialect -> dialect.marks().stream().map(mark -> Map.entry(mark, dialect)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    List<String> FOREIGN_MARKS = BY_MARK.entrySet().stream()
            .filter(mark -> mark.getValue() != NATIVE)
            .map(Map.Entry::getKey)
            .toList();

    /** The dialect whose mark comes first in the outermost object; ours if there is none, to say what is missing. */
    static Dialect of(JsonDocument document) {
        return mayBeForeign(document)
                ? document.firstKeyOf(BY_MARK.keySet()).map(BY_MARK::get).orElse(NATIVE)
                : NATIVE;
    }

    /** Nearly none is: those that are ours are parsed once. */
    private static boolean mayBeForeign(JsonDocument document) {
        for (String mark : FOREIGN_MARKS) {
            if (document.mayHaveKey(mark)) {
                return true;
            }
        }
        return false;
    }

    /** Keys of the outermost object that no other dialect has there. */
    List<String> marks();

    /** Reads the object that the parser stands on, to its closing brace. */
    void read(JsonParser parser, Fixes fixes) throws IOException;
}
