package io.bellcord.broker.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value that a parser stands on. JSON's {@code null} is the same as no value. A value of the wrong type is
 * noted as the problem (the first one stays) and read over: what follows may be good.
 */
public final class FieldReader {
    private static final double LARGEST_WHOLE = 1L << 53;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,9}(\\.\\d{0,40})?");

    private final JsonParser parser;
    private final boolean passesOverUnknownChoices;
    private @Nullable Problem problem;

    public FieldReader(JsonParser parser) {
        this(parser, false);
    }

    /** @param passesOverUnknownChoices as what a later version has written: they are the same as no value */
    FieldReader(JsonParser parser, boolean passesOverUnknownChoices) {
        this.parser = parser;
        this.passesOverUnknownChoices = passesOverUnknownChoices;
    }

    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    public @Nullable Double number(String key) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_NULL -> null;
            default -> wrongType(key, "a number");
        };
    }

    /** A number, or a text that holds one: {@code "37.5"}. */
    public @Nullable Double numberOrText(String key) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING
                && DECIMAL.matcher(parser.getText()).matches()) {
            return Double.valueOf(parser.getText());
        }
        return number(key);
    }

    /** A text, or a number as it is written: identifiers often come as numbers. */
    public @Nullable String text(String key) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
            case VALUE_NULL -> null;
            default -> wrongType(key, "a text");
        };
    }

    public @Nullable Long whole(String key) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        Double number = number(key);
        if (number == null) {
            return null;
        }
        if (number != Math.rint(number) || Math.abs(number) > LARGEST_WHOLE) {
            return wrongType(key, "a whole number");
        }
        return number.longValue();
    }

    @Nullable
    Integer smallWhole(String key) throws IOException {
        Long whole = whole(key);
        if (whole == null || whole == whole.intValue()) {
            return whole == null ? null : Integer.valueOf(whole.intValue());
        }
        note(Problem.outOfRange(key + " must be a small whole number but is " + whole));
        return null;
    }

    @Nullable
    Boolean flag(String key) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> flagOfNumber(key);
            default -> wrongType(key, "true or false");
        };
    }

    private @Nullable Boolean flagOfNumber(String key) throws IOException {
        return switch (parser.getText()) {
            case "0" -> false;
            case "1" -> true;
            default -> wrongType(key, "true or false");
        };
    }

    <E> @Nullable E choice(String key, Choices<E> choices) throws IOException {
        Optional<E> chosen = switch (parser.currentToken()) {
            case VALUE_STRING -> choices.find(parser.getText());
            case VALUE_NUMBER_INT -> choices.find(parser.getDoubleValue());
            default -> Optional.empty();
        };
        if (chosen.isEmpty() && parser.currentToken() != JsonToken.VALUE_NULL) {
            if (!passesOverUnknownChoices) {
                note(Problem.outOfRange(key + " must be one of " + choices.listing() + " but is " + describe(parser)));
            }
            parser.skipChildren();
        }
        return chosen.orElse(null);
    }

    @Nullable
    String object(String key) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> CompactJson.copyObject(parser);
            case VALUE_NULL -> null;
            default -> wrongType(key, "an object");
        };
    }

    /** The value as it was found, for a message. */
    String found() throws IOException {
        return describe(parser);
    }

    void note(Problem found) {
        if (problem == null) {
            problem = found;
        }
    }

    /** Notes that the value is of the wrong type, and reads over it. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // always null, so that it can stand where any value would
    public <T> @Nullable T wrongType(String key, String right) throws IOException {
        note(Problem.malformed(key + " must be " + right + " but is " + describe(parser)));
        parser.skipChildren();
        return null;
    }

    /** The value a parser stands on, short enough for a message. */
    static String describe(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> '"' + Problem.quote(parser.getText()) + '"';
            default -> Problem.quote(parser.getText());
        };
    }
}
