package io.bellcord.broker.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object out of untrusted bytes. Never throws for what the bytes hold, and does work bounded by their number:
 * nesting, numbers and names have limits, and no table of names grows from one document to the next.
 */
public final class JsonDocument {
    private static final int DEEPEST = 16;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_QUOTE = 100;

    /** Names are not canonicalised: that table is shared by all parsers, and a tracker could fill it with junk. */
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build();

    private final byte[] bytes;
    private final String text;

    private JsonDocument(byte[] bytes) {
        this.bytes = bytes;
        this.text = new String(bytes, UTF_8);
    }

    public static JsonDocument of(byte[] bytes) {
        return new JsonDocument(bytes);
    }

    /** Reads the object; called with the parser on its opening brace, to be left on its closing one. */
    @FunctionalInterface
    public interface Body {
        void read(JsonParser parser) throws IOException;
    }

    /** Reads the whole document; what is wrong with its syntax, if anything. */
    public Optional<Problem> read(Body body) {
        if (text.isEmpty()) {
            return Optional.of(Problem.malformed("not JSON: the payload is empty"));
        }
        if (text.indexOf('\uFFFD') >= 0 && firstInvalidByte() < bytes.length) {
            return Optional.of(Problem.malformed("not JSON: not UTF-8 at byte " + firstInvalidByte()));
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            return readObject(parser, body);
        } catch (StreamConstraintsException e) {
            return notJson("nested deeper than " + DEEPEST + " levels, or a number or name that is too long", e);
        } catch (JsonProcessingException e) {
            return notJson(briefly(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a String has no I/O", e);
        }
    }

    /** False where no object of the document can have this key; without parsing it. */
    public boolean mayHaveKey(String key) {
        return text.contains('"' + key + '"') || text.indexOf('\\') >= 0; // a key may be written in escapes
    }

    /** The first of these keys that stands in the outermost object; empty for none, and for what is not JSON. */
    public Optional<String> firstKeyOf(Set<String> keys) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                if (keys.contains(key)) {
                    return Optional.of(key);
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // whoever reads the whole document hears what is wrong
        }
    }

    private Optional<Problem> readObject(JsonParser parser, Body body) throws IOException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            String found = first == null ? "only blanks" : FieldReader.describe(parser);
            return Optional.of(Problem.malformed("must be a JSON object but is " + found));
        }
        body.read(parser);
        return parser.nextToken() == null
                ? Optional.empty()
                : Optional.of(Problem.malformed("not JSON: more follows after the object at byte "
                        + byteAt(parser.currentTokenLocation().getCharOffset())));
    }

    private Optional<Problem> notJson(String what, JsonProcessingException e) {
        String where = e.getLocation() == null
                ? "" // a limit was passed
                : " at byte " + byteAt(e.getLocation().getCharOffset());
        return Optional.of(Problem.malformed("not JSON: " + what + where));
    }

    private int byteAt(long charOffset) {
        return text.substring(0, Math.clamp(charOffset, 0, text.length())).getBytes(UTF_8).length;
    }

    /** The parser's words without where its buffers are, and short: they go back to the tracker. */
    private static String briefly(String message) {
        String line = message.lines()
                .findFirst()
                .orElse("")
                .replaceFirst("(: was expecting)? ?\\((start marker|JSON ).*", "");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }

    /** A replacement character may have been sent as such; only what does not decode is wrong. */
    private int firstInvalidByte() {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
        return in.position();
    }
}
