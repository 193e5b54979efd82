package io.bellcord.broker.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bellcord.broker.cli.admin.AdminShell.Ran;
import io.bellcord.broker.testing.GtfsZips;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.testing.ZipBomb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider's GTFS, as an operator loads it. */
class GtfsCommandTest {
    private final AdminShell admin = AdminShell.over(TestPostgres.newSettings(), Map.of());

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void addProvider() {
        admin.run("provider add kb --name Kreisbus --no-key");
    }

    @Test
    void importsAFile() {
        Path zip = GtfsZips.good().write(folder);

        assertThat(admin.run("gtfs import " + zip + " --provider kb").out())
                .isEqualTo("Imported the GTFS of Kreisbus for provider kb: 2 routes, 3 stops, 3 trips, 3 lines\n");
        assertThat(admin.run("gtfs import " + zip + " --provider kb --json")
                        .json()
                        .path("timezone")
                        .asText())
                .isEqualTo("Europe/Berlin");
        assertThat(admin.run("audit --action gtfs --json").out()).contains("\"gtfs.zip\"");
    }

    @Test
    void importsFromAnAddressAndKeepsItsKeyToItself() throws IOException {
        byte[] zip = Files.readAllBytes(GtfsZips.good().write(folder));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            boolean known = call.getRequestURI().getQuery().equals("key=s3cret");
            call.sendResponseHeaders(known ? 200 : 403, known ? zip.length : -1);
            if (known) {
                call.getResponseBody().write(zip);
            }
            call.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/gtfs.zip";

            Ran good = admin.run("gtfs import " + address + "?key=s3cret --provider kb");
            Ran bad = admin.run("gtfs import " + address + "?key=wr0ng --provider kb");

            assertThat(good.code()).isZero();
            assertThat(bad.code()).isEqualTo(1);
            assertThat(bad.err()).contains("cannot be read: it answered 403").doesNotContain("wr0ng");
            assertThat(admin.run("audit --json").out()).contains("gtfs.zip").doesNotContain("s3cret");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesAZipThatWouldFillADisk() {
        Path bomb = new ZipBomb()
                .blankLines("agency_name,agency_timezone\n", 1 << 10)
                .file("agency.txt", 1 << 30)
                .write(folder.resolve("bomb.zip"));

        Ran ran = admin.run("gtfs import " + bomb + " --provider kb");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains("bomb.zip cannot be imported, and nothing was changed:")
                .contains("agency.txt cannot be read: it is packed to less than a 200th, which no timetable can be");
    }

    @Test
    void tellsWhatIsWrongAndChangesNothing() {
        Path good = GtfsZips.good().write(folder);
        admin.run("gtfs import " + good + " --provider kb");
        Path bad = GtfsZips.good().plus("trips.txt", "99,daily,t-1,0,").write(folder);

        Ran ran = admin.run("gtfs import " + bad + " --provider kb");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("""
                        gtfs.zip cannot be imported, and nothing was changed:
                          trips.txt line 5: route_id "99" is not in routes.txt
                        """);
    }

    @Test
    void refusesAFileOrAProviderThatIsNotThere() {
        assertThat(admin.run("gtfs import " + folder.resolve("none.zip") + " --provider kb")
                        .code())
                .isEqualTo(2);
        assertThat(admin.run("gtfs import http:///gtfs.zip --provider kb").code())
                .isEqualTo(2);
        Path zip = GtfsZips.good().write(folder);

        Ran ran = admin.run("gtfs import " + zip + " --provider nobody");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("There is no provider nobody").contains("kb");
    }

    @Test
    void listsWhatIsLoadedAndRemovesItButForTheRoutes() {
        admin.run("provider add empty --name Leer --no-key");
        admin.run("gtfs import " + GtfsZips.good().write(folder) + " --provider kb");

        assertThat(admin.run("gtfs list").out())
                .contains("Kreisbus", "gtfs.zip")
                .doesNotContain("empty");
        assertThat(admin.run("gtfs list --json")
                        .json()
                        .path("imported")
                        .path(0)
                        .path("trips")
                        .asInt())
                .isEqualTo(3);
        assertThat(admin.run("gtfs remove --provider kb").out())
                .isEqualTo("Removed the GTFS of provider kb; its routes stay\n");
        assertThat(admin.run("gtfs list --json").json().path("imported")).isEmpty();

        Ran again = admin.run("gtfs remove --provider kb");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("Provider kb has no GTFS");
        assertThat(admin.run("audit --action gtfs --json").out()).contains("gtfs removed");
    }
}
