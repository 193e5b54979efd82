package io.bellcord.broker.cli.admin.tracker;

import io.bellcord.broker.cli.Lifetimes;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.RouteId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Buses in a file of comma-separated values with a line of titles: {@code bus}, and if wanted {@code name}, {@code
 * route} and {@code expires} (an instant or a day in UTC, or how long from now). A field may stand in double quotes.
 *
 * @param good what can be imported
 * @param bad what cannot
 * @param ignored titles that mean nothing here
 */
record FleetFile(List<Line> good, List<Bad> bad, List<String> ignored) {
    private static final Set<String> TITLES = Set.of("bus", "name", "route", "expires");
    private static final int LONGEST_NAME = 128;

    record Line(int number, BusId bus, Optional<String> name, Optional<RouteId> route, Optional<Instant> expires) {}

    /** A line that cannot be imported: its number from 1, and why. */
    record Bad(int number, String why) {
        @Override
        public String toString() {
            return "line " + number + ": " + why;
        }
    }

    /** What is wrong with one line. */
    private static final class BadLine extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        BadLine(String why) {
            super(why);
            this.why = why;
        }
    }

    /** Reads all of it; throws an IllegalArgumentException if there is no line of titles with a bus. */
    static FleetFile read(Path file, Instant now, Set<RouteId> routes) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            List<String> titles = titles(first == null ? "" : first);
            var read = new FleetFile(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    titles.stream().filter(title -> !TITLES.contains(title)).toList());
            Map<BusId, Integer> lineOf = new HashMap<>();
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    read.take(number, titles, line, now, routes, lineOf);
                }
            }
            return read;
        }
    }

    private static List<String> titles(String first) {
        try {
            List<String> titles = fields(first.replace("\uFEFF", "")).stream()
                    .map(title -> title.strip().toLowerCase(Locale.ROOT))
                    .toList();
            if (titles.contains("bus")) {
                return titles;
            }
        } catch (BadLine e) {
            // Told below: it has no title.
        }
        throw new IllegalArgumentException(
                "its first line must be titles with \"bus\" among them: bus,name,route,expires");
    }

    private void take(
            int number,
            List<String> titles,
            String line,
            Instant now,
            Set<RouteId> routes,
            Map<BusId, Integer> lineOf) {
        try {
            List<String> fields = fields(line);
            if (fields.size() > titles.size()) {
                throw new BadLine("it has " + fields.size() + " fields but there are " + titles.size() + " titles");
            }
            Line read = new Line(
                    number,
                    bus(field("bus", titles, fields)),
                    name(field("name", titles, fields)),
                    route(field("route", titles, fields), routes),
                    expires(field("expires", titles, fields), now));
            Integer before = lineOf.putIfAbsent(read.bus(), number);
            if (before != null) {
                throw new BadLine("bus " + read.bus() + " stands in line " + before + " already");
            }
            good.add(read);
        } catch (BadLine e) {
            bad.add(new Bad(number, e.why));
        }
    }

    private static String field(String title, List<String> titles, List<String> fields) {
        int index = titles.indexOf(title);
        return index < 0 || index >= fields.size() ? "" : fields.get(index).strip();
    }

    private static BusId bus(String text) throws BadLine {
        if (!BusId.isValid(text)) {
            throw new BadLine("bus must be 1 to 64 characters of A-Z a-z 0-9 . _ - but is \"" + text + "\"");
        }
        return new BusId(text);
    }

    private static Optional<String> name(String text) throws BadLine {
        if (text.length() > LONGEST_NAME) {
            throw new BadLine("name may have " + LONGEST_NAME + " characters but has " + text.length());
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<RouteId> route(String text, Set<RouteId> routes) throws BadLine {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!RouteId.isValid(text) || !routes.contains(new RouteId(text))) {
            throw new BadLine("there is no route \"" + text + "\"; add it first, or leave it empty");
        }
        return Optional.of(new RouteId(text));
    }

    private static Optional<Instant> expires(String text, Instant now) throws BadLine {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Instant end = instant(text, now);
        if (!end.isAfter(now)) {
            throw new BadLine("expires \"" + text + "\" is over already");
        }
        return Optional.of(end);
    }

    private static Instant instant(String text, Instant now) throws BadLine {
        try {
            if (Character.isLetter(text.charAt(text.length() - 1)) && !text.endsWith("Z")) {
                Duration lasting = Lifetimes.parse(text);
                return now.plus(lasting);
            }
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new BadLine("expires \"" + text + "\" is neither 2027-12-31 nor 2027-12-31T12:00:00Z nor 365d");
        }
    }

    /** RFC 4180, but for line breaks in fields. */
    private static List<String> fields(String line) throws BadLine {
        List<String> fields = new ArrayList<>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new BadLine("a double quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }
}
