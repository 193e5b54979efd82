package io.bellcord.broker.gtfs.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of a GTFS zip, read row by row. Nothing is unpacked to disk, and no name in it is used but those asked for. */
final class GtfsZip implements AutoCloseable {
    private static final int MOST_FILES = 1_000;
    private static final int LONGEST_LIST = 1 << 20;
    private static final int MOST_TIMES = 200; // a timetable shrinks to a tenth, or to a thirtieth
    private static final int ALWAYS_READ = 16 << 20;
    private static final int LONGEST_RECORD = 1 << 20;
    private static final int BYTE_ORDER_MARK = '\uFEFF';

    private final ZipFile zip;
    private final Limits limits;
    private final Problems problems;

    private GtfsZip(ZipFile zip, Limits limits, Problems problems) {
        this.zip = zip;
        this.limits = limits;
        this.problems = problems;
    }

    static GtfsZip open(Path file, Limits limits, Problems problems) throws IOException {
        if (Files.size(file) > limits.zipBytes()) {
            throw problems.last("the zip is larger than the " + (limits.zipBytes() >> 20) + " MiB that are read");
        }
        if (EndRecord.listBytes(file) > LONGEST_LIST) {
            throw problems.last("the zip has a list of files that is longer than the " + (LONGEST_LIST >> 20)
                    + " MiB that are read; a GTFS has some twenty files");
        }
        try {
            ZipFile zip = new ZipFile(file.toFile());
            int files = zip.size();
            if (files <= MOST_FILES) {
                return new GtfsZip(zip, limits, problems);
            }
            zip.close();
            throw problems.last("the zip has " + files + " files, more than the " + MOST_FILES
                    + " that are read; a GTFS has some twenty");
        } catch (java.util.zip.ZipException e) {
            throw problems.last("it is no zip that can be read: " + e.getMessage());
        }
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /** @param most rows */
    void read(String name, List<String> columns, long most, Consumer<Row> reader) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            problems.add(name + " is missing" + elsewhere(name));
            return;
        }
        try (var bytes = unpacked(entry);
                Reader text = withoutMark(bytes);
                CsvReader<CsvRecord> rows = CsvReader.builder()
                        .maxBufferSize(LONGEST_RECORD)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(text)) {
            read(name, columns, most, rows.iterator(), reader);
        } catch (IOException e) {
            throw problems.last(name + " cannot be read: " + why(e));
        } catch (UncheckedIOException | CsvParseException e) {
            throw problems.last(name + " cannot be read: " + why(e));
        }
    }

    /** What the zip says of a file's size is enough to refuse it, and is all that is read of it. */
    private BoundedStream unpacked(ZipEntry entry) throws IOException {
        String name = entry.getName();
        if (zip.stream().filter(one -> one.getName().equals(name)).count() > 1) {
            throw new IOException("it is in the zip more than once");
        }
        if (entry.getSize() > limits.fileBytes()) {
            throw new IOException("it is larger than the " + (limits.fileBytes() >> 20) + " MiB that are read");
        }
        if (entry.getSize() > Math.max(ALWAYS_READ, MOST_TIMES * entry.getCompressedSize())) {
            throw new IOException("it is packed to less than a " + MOST_TIMES + "th, which no timetable can be: "
                    + (entry.getSize() >> 20) + " MiB would come out of " + (entry.getCompressedSize() >> 10) + " KiB");
        }
        return new BoundedStream(zip.getInputStream(entry), entry.getSize());
    }

    private String elsewhere(String name) {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(other -> other.endsWith("/" + name))
                .findFirst()
                .map(other -> "; there is " + Row.quoted(other)
                        + ", but the files must not be in a folder: zip what is in it")
                .orElse("");
    }

    private static Reader withoutMark(BoundedStream bytes) throws IOException {
        var text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    private void read(
            String name, List<String> required, long most, Iterator<CsvRecord> records, Consumer<Row> reader) {
        if (!records.hasNext()) {
            problems.add(name + " is empty; its first line must be the names of its columns");
            return;
        }
        Map<String, Integer> columns = Row.columns(records.next().getFields());
        List<String> missing =
                required.stream().filter(column -> !columns.containsKey(column)).toList();
        if (!missing.isEmpty()) {
            problems.add(name + " line 1: there is no column " + String.join(", ", missing));
            return;
        }
        for (long count = 0; records.hasNext(); count++) {
            if (count == most) {
                throw problems.last(name + " has more than the " + most + " rows that are read");
            }
            read(name, new Row(columns, records.next()), reader);
        }
    }

    private void read(String name, Row row, Consumer<Row> reader) {
        try {
            reader.accept(row);
        } catch (Row.Bad e) {
            problems.add(name + " line " + row.line() + ": " + e.why());
        }
    }

    /** The first cause says it; what is around it says where. */
    private static String why(Throwable e) {
        Throwable first = e;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String place = e.getMessage() == null || e.getCause() == null ? "" : " (" + e.getMessage() + ")";
        if (first instanceof MalformedInputException) {
            return "it is not UTF-8" + place;
        }
        return (first.getMessage() == null ? first.getClass().getSimpleName() : first.getMessage()) + place;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
