package io.bellcord.broker.gtfs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.bellcord.broker.testing.GtfsZips;
import io.bellcord.broker.testing.ZipBomb;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips that are made to fill memory, a disk, or an afternoon. */
class HostileZipTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final String AGENCY = "agency_name,agency_timezone\nKreisbus,Europe/Berlin\n";
    private static final List<String> FILES =
            List.of("agency.txt", "routes.txt", "stops.txt", "trips.txt", "shapes.txt", "stop_times.txt");

    @TempDir
    private Path folder;

    @Test
    void refusesAFewMebibytesThatUnpackToGibibytes() throws Exception {
        Path bomb = bomb(new ZipBomb().blankLines(AGENCY, 3 << 10).file("agency.txt", 3L << 30));

        assertThat(Files.size(bomb)).isLessThan(4 * MEBIBYTE);
        assertThat(unpackedUpTo(bomb, 64 * MEBIBYTE)).isEqualTo(64 * MEBIBYTE); // so that it is one
        assertThat(problems(bomb))
                .singleElement()
                .asString()
                .startsWith("agency.txt cannot be read: it is packed to less than a 200th, which no timetable can be:"
                        + " 3072 MiB would come out of ");
    }

    @Test
    void readsNoMoreOfAFileThanTheZipSaysOfIt() {
        Path bomb = bomb(new ZipBomb().blankLines(AGENCY, 1 << 10).file("agency.txt", 1_000));

        assertThat(problems(bomb))
                .containsExactly(
                        "agency.txt cannot be read: there is more in it than the 1000 bytes that the zip says");
    }

    /** Kilobytes that would be gigabytes for who unpacks it all. */
    @Test
    void readsWhatItAsksForOfManyFilesThatAreTheSameBytes() throws Exception {
        ZipBomb bomb = new ZipBomb().blankLines(AGENCY, 20);
        FILES.forEach(name -> bomb.file(name, 20 * MEBIBYTE));
        for (int i = 0; i < 900; i++) {
            bomb.file("f" + i, 20 * MEBIBYTE);
        }
        Path file = bomb(bomb);

        assertThat(Files.size(file)).isLessThan(100 << 10);
        assertThat(problems(file))
                .singleElement()
                .asString()
                .startsWith("agency.txt cannot be read: it is packed to less");
    }

    @Test
    void refusesMoreThanItReadsOfEachFile() {
        Path bomb = bomb(new ZipBomb().blankLines(AGENCY, 2).file("agency.txt", 2 * MEBIBYTE));

        assertThat(problems(bomb, new Limits(MEBIBYTE, MEBIBYTE, 10, 10, 10, 10, 1_000)))
                .containsExactly("agency.txt cannot be read: it is larger than the 1 MiB that are read");
    }

    @Test
    void refusesALongListOfFilesWithoutReadingIt() throws Exception {
        Path file = folder.resolve("many.zip");
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file));
                var zip = new ZipOutputStream(to)) {
            for (int i = 0; i < 70_000; i++) { // more than fit into the old form of the end
                zip.putNextEntry(new ZipEntry("f" + i));
            }
        }

        assertThat(problems(file))
                .containsExactly(
                        "the zip has a list of files that is longer than the 1 MiB that are read; a GTFS has some"
                                + " twenty files");
    }

    /** Half a gigabyte, which the JDK would read into memory to find the files. */
    @ParameterizedTest
    @ValueSource(ints = {500 << 20, -1})
    void believesNoEndThatTellsOfAListAsLargeAsTheZip(int listBytes) throws Exception {
        Path file = folder.resolve("list.zip");
        long size = 500 * MEBIBYTE;
        try (SeekableByteChannel to =
                Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
            end.putInt(0x06054b50)
                    .putInt(0)
                    .putShort((short) 1)
                    .putShort((short) 1)
                    .putInt(listBytes);
            to.position(size).write(end.rewind()); // what is before takes no room
        }

        assertThat(problems(file)).singleElement().asString().contains("longer than the 1 MiB that are read");
    }

    @Test
    void unpacksNothingWhateverTheFilesAreCalled() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path file = GtfsZips.empty()
                .with("../../agency.txt", AGENCY)
                .with("/etc/routes.txt", "x")
                .with("..\\stops.txt", "x")
                .with("\u001b[2J/trips.txt", "x")
                .with("inner.zip", "PK")
                .write(inner);

        assertThat(problems(file))
                .containsExactly(
                        "agency.txt is missing; there is \"../../agency.txt\", but the files must not be in a folder: zip"
                                + " what is in it",
                        "routes.txt is missing; there is \"/etc/routes.txt\", but the files must not be in a folder: zip"
                                + " what is in it",
                        "stops.txt is missing",
                        "trips.txt is missing; there is \"?[2J/trips.txt\", but the files must not be in a folder: zip what"
                                + " is in it",
                        "routes.txt has no route");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all).containsExactlyInAnyOrder(folder, inner, file);
        }
    }

    @Test
    void choosesNoneOfTwoFilesOfOneName() {
        Path file = bomb(new ZipBomb()
                .blankLines(AGENCY, 2)
                .file("agency.txt", 2 * MEBIBYTE)
                .file("agency.txt", 2 * MEBIBYTE));

        assertThat(problems(file)).containsExactly("agency.txt cannot be read: it is in the zip more than once");
    }

    @Test
    void drawsNoLineThroughMoreStopsThanItReads() {
        GtfsZips zip = GtfsZips.good();
        for (int i = 3; i < 20; i++) {
            zip.plus("stop_times.txt", "8-0900,09:10:00,09:10:00,s-1," + i);
        }

        assertThat(problems(zip.write(folder), new Limits(MEBIBYTE, MEBIBYTE, 10, 10, 10, 10, 1_000)))
                .allMatch(problem -> problem.endsWith("more than the 10 points that are read"));
    }

    private Path bomb(ZipBomb bomb) {
        return bomb.write(folder.resolve("bomb.zip"));
    }

    private static long unpackedUpTo(Path bomb, long most) throws IOException {
        try (ZipFile zip = new ZipFile(bomb.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("agency.txt"))) {
            return in.skip(most);
        }
    }

    private static List<String> problems(Path file) {
        return problems(file, Limits.USUAL);
    }

    /** And no memory is taken that grows with what the zip says, or holds. */
    private static List<String> problems(Path file, Limits limits) {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        BadGtfs bad = catchThrowableOfType(BadGtfs.class, () -> GtfsReader.read(file, limits));
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(24 * MEBIBYTE);
        return bad.problems();
    }
}
