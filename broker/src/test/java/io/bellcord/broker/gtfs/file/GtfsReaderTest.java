package io.bellcord.broker.gtfs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bellcord.broker.gtfs.GtfsFeed;
import io.bellcord.broker.gtfs.RouteLine;
import io.bellcord.broker.gtfs.ScheduledTrip;
import io.bellcord.broker.gtfs.Stop;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.testing.GtfsZips;
import io.bellcord.broker.transit.RouteId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GtfsReaderTest {
    private static final Limits SMALL = new Limits(1 << 20, 1 << 16, 10, 10, 10, 10, 1_000);

    @TempDir
    private Path folder;

    @Test
    void takesRoutesStopsTripsAndLines() throws Exception {
        GtfsFeed feed = read(GtfsZips.good());

        assertThat(feed.agency()).isEqualTo("Kreisbus");
        assertThat(feed.timezone()).isEqualTo("Europe/Berlin");
        assertThat(feed.routes())
                .containsExactly(
                        new Route(
                                new RouteId("7"),
                                "7",
                                Optional.of("via Nathan Road"),
                                Optional.of("CC0000"),
                                Optional.of("7"),
                                Optional.of("Star Ferry – Lok Fu"),
                                Optional.of("FFFFFF"),
                                Optional.of(3)),
                        new Route(
                                new RouteId("8"),
                                "Lok Fu",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("Lok Fu"),
                                Optional.empty(),
                                Optional.of(3)));
        assertThat(feed.stops())
                .containsExactlyInAnyOrder(
                        new Stop("s-1", Optional.of("101"), "Ferry, \"Pier 7\"", 37.5, 127.0),
                        new Stop("s-2", Optional.empty(), "Nathan Road", 37.51, 127.01),
                        new Stop("s-3", Optional.empty(), "Lok Fu", 37.52, 127.0));
        assertThat(feed.trips())
                .containsExactly(
                        new ScheduledTrip("7-0800", new RouteId("7"), 0),
                        new ScheduledTrip("7-0810", new RouteId("7"), 1),
                        new ScheduledTrip("8-0900", new RouteId("8"), null));
    }

    @Test
    void drawsShapesInTheirOrderAndElseTheLineThroughTheStops() throws Exception {
        assertThat(read(GtfsZips.good()).lines())
                .containsExactly(
                        new RouteLine(
                                new RouteId("7"),
                                0,
                                "[[127.00000,37.50000],[127.01000,37.51000],[127.00000,37.52000]]"),
                        new RouteLine(new RouteId("7"), 1, "[[127.00000,37.52000],[127.00000,37.50000]]"),
                        new RouteLine(new RouteId("8"), null, "[[127.00000,37.52000],[127.00000,37.50000]]"));
    }

    @Test
    void leavesOutPointsThatAreWithinFiveMetresOfTheLine() throws Exception {
        var zip = GtfsZips.good()
                .plus("shapes.txt", "fro,37.51,127.00003,1"); // 2.6 m off; a sequence that is there twice

        assertThat(read(zip).lines().get(1).coordinates()).isEqualTo("[[127.00000,37.52000],[127.00000,37.50000]]");
    }

    @Test
    void drawsOnlyVariantsThatATenthOfTheTripsFollow() throws Exception {
        var zip = GtfsZips.good().plus("shapes.txt", "rare,37,127,1").plus("shapes.txt", "rare,38,127,2");
        for (int i = 0; i < 12; i++) {
            zip.plus("trips.txt", "7,daily,more-" + i + ",0,to");
        }
        zip.plus("trips.txt", "7,daily,depot,0,rare");

        assertThat(GtfsReader.read(zip.write(folder), Limits.USUAL).lines())
                .filteredOn(line -> line.route().value().equals("7"))
                .hasSize(2);
    }

    @Test
    void readsAFileWithAByteOrderMarkAndSpacesAndWindowsLines() throws Exception {
        var zip = GtfsZips.good()
                .with("agency.txt", "\uFEFF\"agency_name\", agency_timezone\r\n Kreisbus , Europe/Berlin \r\n\r\n");

        assertThat(read(zip).agency()).isEqualTo("Kreisbus");
    }

    @Test
    void tellsFileLineFieldAndValueOfEachMistake() {
        var zip = GtfsZips.good()
                .plus("routes.txt", "a b,kb,9,,,3,,")
                .plus("routes.txt", "9,kb,9,,,bus,,")
                .plus("routes.txt", "10,kb,10,,,3,red,")
                .plus("routes.txt", "11,kb,,,,3,,")
                .plus("routes.txt", "7,kb,7,,,3,,")
                .plus("stops.txt", "s-4,,Far,91,127,0")
                .plus("stops.txt", "s-5,,Nowhere,,127,0")
                .plus("stops.txt", "x".repeat(65) + ",,Long,37,127,0")
                .plus("trips.txt", "99,daily,t-1,0,")
                .plus("trips.txt", "7,daily,t-2,2,")
                .plus("trips.txt", "7,daily,7-0800,0,");

        assertThat(problems(zip))
                .containsExactly(
                        "routes.txt line 4: route_id must be 1 to 64 characters of A-Z a-z 0-9 . _ -, as it is a part of"
                                + " topics, but is \"a b\"",
                        "routes.txt line 5: route_type must be a whole number, 0 to 1999, but is \"bus\"",
                        "routes.txt line 6: route_color must be written RRGGBB but is \"red\"",
                        "routes.txt line 7: route_short_name and route_long_name are both missing",
                        "routes.txt line 8: route_id \"7\" stands in an earlier line already",
                        "stops.txt line 6: stop_lat must be -90 to 90 but is \"91\"",
                        "stops.txt line 7: stop_lat is missing",
                        "stops.txt line 8: stop_id must be at most 64 characters but has 65: \"" + "x".repeat(64)
                                + "…\"",
                        "trips.txt line 5: route_id \"99\" is not in routes.txt",
                        "trips.txt line 6: direction_id must be a whole number, 0 to 1, but is \"2\"",
                        "trips.txt line 7: trip_id \"7-0800\" stands in an earlier line already");
    }

    @Test
    void keepsNoTextThatIsLongerThanAnybodyReads() {
        var zip = GtfsZips.good()
                .plus("stops.txt", "s-4,," + "n".repeat(1_025) + ",37,127,0")
                .plus("stops.txt", "s-5," + "c".repeat(1_025) + ",Far,37,127,0")
                .plus("routes.txt", "9,kb,9," + "l".repeat(1_025) + ",,3,,");

        assertThat(problems(zip))
                .hasSize(3)
                .allMatch(problem -> problem.contains(" must be at most 1024 characters but has 1025: "));
    }

    @Test
    void writesNothingToTheTerminalThatItWouldObey() throws Exception {
        var zip = GtfsZips.good().plus("stops.txt", "s-4,,Far,\u001b[2J,127,0");

        assertThat(problems(zip)).containsExactly("stops.txt line 6: stop_lat must be -90 to 90 but is \"?[2J\"");
        assertThat(read(GtfsZips.good().replacing("agency.txt", "Kreisbus", "Kreis\u009b2Jbus"))
                        .agency())
                .isEqualTo("Kreis?2Jbus");
    }

    @Test
    void tellsOfNoMoreThanTwentyMistakes() {
        var zip = GtfsZips.good();
        for (int i = 0; i < 100; i++) {
            zip.plus("stops.txt", "bad-" + i + ",,Bad,x,127,0");
        }

        assertThat(problems(zip, Limits.USUAL)).hasSize(21).last().asString().contains("reading ended here");
    }

    @Test
    void tellsWhichFileOrColumnIsMissing() {
        assertThat(problems(GtfsZips.good().without("stops.txt"))).containsExactly("stops.txt is missing");
        assertThat(problems(GtfsZips.good().replacing("stops.txt", "stop_lat", "latitude")))
                .containsExactly("stops.txt line 1: there is no column stop_lat");
        assertThat(problems(GtfsZips.good().with("agency.txt", "")))
                .containsExactly("agency.txt is empty; its first line must be the names of its columns");
        assertThat(problems(GtfsZips.good()
                        .with("routes.txt", "route_id,route_type\n")
                        .with("trips.txt", "route_id,trip_id\n")))
                .containsExactly("routes.txt has no route");
        assertThat(problems(GtfsZips.good().replacing("agency.txt", "Europe/Berlin", "Germany")))
                .containsExactly(
                        "agency.txt line 2: agency_timezone must be a time zone as in Europe/Monaco but is \"Germany\"");
    }

    @Test
    void saysThatTheFilesMustNotBeInAFolder() {
        var zip = GtfsZips.empty().with("feed/agency.txt", "agency_name");

        assertThat(problems(zip).getFirst())
                .isEqualTo("agency.txt is missing; there is \"feed/agency.txt\", but the files must not be in a folder:"
                        + " zip what is in it");
    }

    @Test
    void refusesWhatIsNoZip() throws Exception {
        Path file = Files.writeString(folder.resolve("gtfs.zip"), "<html>Not found</html>");

        assertThat(problems(file, SMALL)).singleElement().asString().startsWith("it is no zip that can be read");
    }

    @Test
    void refusesAZipThatWasCutOff() throws Exception {
        Path file = GtfsZips.good().write(folder);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(problems(file, SMALL)).singleElement().asString().startsWith("it is no zip that can be read");
    }

    @Test
    void refusesARecordWithoutEnd() {
        var zip = GtfsZips.good().with("agency.txt", "agency_name,agency_timezone\n\"" + "x".repeat(3 << 20));

        assertThat(problems(zip, Limits.USUAL)).singleElement().asString().startsWith("agency.txt cannot be read: ");
    }

    @Test
    void refusesMoreRowsThanItHolds() {
        var zip = GtfsZips.good();
        for (int i = 0; i < 8; i++) {
            zip.plus("trips.txt", "7,daily,more-" + i + ",0,");
        }

        assertThat(problems(zip)).containsExactly("trips.txt has more than the 10 rows that are read");
    }

    @Test
    void refusesNamesThatTakeMoreMemoryTogetherThanThereIs() {
        var zip = GtfsZips.good();
        zip.plus("stops.txt", "long,," + "x".repeat(990) + ",43.7,7.4,0");

        assertThat(problems(zip))
                .containsExactly(
                        "routes.txt and stops.txt have more than the 1000 characters of ids and names that are read");
    }

    @Test
    void refusesTooManyFilesAndTooLargeAZip() throws Exception {
        var zip = GtfsZips.good();
        for (int i = 0; i < 1_000; i++) {
            zip.with("extra-" + i, "");
        }

        assertThat(problems(zip))
                .containsExactly("the zip has 1006 files, more than the 1000 that are read; a GTFS has some twenty");
        assertThat(problems(zip, new Limits(100, 100, 1, 1, 1, 1, 1)))
                .containsExactly("the zip is larger than the 0 MiB that are read");
    }

    @Test
    void refusesWhatIsNotUtf8() throws Exception {
        Path file = folder.resolve("latin.zip");
        try (OutputStream to = Files.newOutputStream(file);
                var zip = new ZipOutputStream(to)) {
            zip.putNextEntry(new ZipEntry("agency.txt"));
            zip.write("agency_name,agency_timezone\nGrün,Europe/Berlin\n".getBytes(StandardCharsets.ISO_8859_1));
        }

        assertThat(problems(file, SMALL))
                .singleElement()
                .asString()
                .startsWith("agency.txt cannot be read: it is not UTF-8");
    }

    private GtfsFeed read(GtfsZips zip) throws IOException, BadGtfs {
        return GtfsReader.read(zip.write(folder), SMALL);
    }

    private List<String> problems(GtfsZips zip) {
        return problems(zip, SMALL);
    }

    private List<String> problems(GtfsZips zip, Limits limits) {
        return problems(zip.write(folder), limits);
    }

    private static List<String> problems(Path file, Limits limits) {
        return catchThrowableOfType(BadGtfs.class, () -> GtfsReader.read(file, limits))
                .problems();
    }
}
