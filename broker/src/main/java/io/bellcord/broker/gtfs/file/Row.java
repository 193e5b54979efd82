package io.bellcord.broker.gtfs.file;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One row of a file. What it does not hold as it should is a {@link Bad}. */
final class Row {
    private static final Pattern COLOUR = Pattern.compile("#?([0-9A-Fa-f]{6})");
    private static final int MOST_SHOWN = 64;

    private final Map<String, Integer> columns;
    private final CsvRecord record;

    /** A field that is missing or wrong. */
    static final class Bad extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String why;

        Bad(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    Row(Map<String, Integer> columns, CsvRecord record) {
        this.columns = columns;
        this.record = record;
    }

    /** The first of each name counts. */
    static Map<String, Integer> columns(List<String> titles) {
        return IntStream.range(0, titles.size())
                .boxed()
                .collect(Collectors.toMap(i -> titles.get(i).strip(), i -> i, (first, _) -> first));
    }

    long line() {
        return record.getStartingLineNumber();
    }

    /** Empty where the column is not there or says nothing. */
    String text(String column) {
        Integer index = columns.get(column);
        String text = index == null || index >= record.getFieldCount()
                ? ""
                : record.getField(index).strip();
        if (text.indexOf('\0') >= 0) {
            throw new Bad(column + " must be text but has a NUL");
        }
        return text;
    }

    Optional<String> find(String column) {
        return Optional.of(text(column)).filter(text -> !text.isEmpty());
    }

    Optional<String> find(String column, int longest) {
        return find(column).map(text -> bounded(column, text, longest));
    }

    String get(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            throw new Bad(column + " is missing");
        }
        return text;
    }

    String get(String column, int longest) {
        return bounded(column, get(column), longest);
    }

    private static String bounded(String column, String text, int longest) {
        if (text.length() > longest) {
            throw new Bad(column + " must be at most " + longest + " characters but has " + text.length() + ": "
                    + quoted(text));
        }
        return text;
    }

    double number(String column, double least, double most) {
        String text = get(column);
        try {
            double number = Double.parseDouble(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like one that is out of range.
        }
        throw new Bad("%s must be %s to %s but is %s".formatted(column, whole(least), whole(most), quoted(text)));
    }

    Optional<Integer> findWhole(String column, int least, int most) {
        return find(column).map(text -> whole(column, text, least, most));
    }

    int getWhole(String column, int least, int most) {
        return whole(column, get(column), least, most);
    }

    private static int whole(String column, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like one that is out of range.
        }
        throw new Bad(column + " must be a whole number, " + least + " to " + most + ", but is " + quoted(text));
    }

    /** RRGGBB, upper case. */
    Optional<String> findColour(String column) {
        return find(column).map(text -> {
            var colour = COLOUR.matcher(text);
            if (!colour.matches()) {
                throw new Bad(column + " must be written RRGGBB but is " + quoted(text));
            }
            return colour.group(1).toUpperCase(java.util.Locale.ROOT);
        });
    }

    private static String whole(double number) {
        return Long.toString((long) number);
    }

    static String quoted(String text) {
        return '"' + printable(text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…") + '"';
    }

    /** Without what would make a terminal do something. */
    static String printable(String text) {
        return text.replaceAll("\\p{IsControl}", "?");
    }
}
