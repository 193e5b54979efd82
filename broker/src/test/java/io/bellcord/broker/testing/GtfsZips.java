package io.bellcord.broker.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small good GTFS, of which a test changes what it is about. */
public final class GtfsZips {
    private final Map<String, String> files = new LinkedHashMap<>();

    private GtfsZips() {}

    /** Routes 7 and 8; trips 7-0800 and 7-0810 of the one, 8-0900 of the other, which has no shape; stops s-1 to s-3. */
    public static GtfsZips good() {
        return new GtfsZips()
                .with("agency.txt", """
                        agency_id,agency_name,agency_url,agency_timezone
                        kb,Kreisbus,https://kb.example,Europe/Berlin
                        """)
                .with("routes.txt", """
                        route_id,agency_id,route_short_name,route_long_name,route_desc,route_type,route_color,route_text_color
                        7,kb,7,Star Ferry – Lok Fu,via Nathan Road,3,cc0000,FFFFFF
                        8,kb,,Lok Fu,,3,,
                        """)
                .with("stops.txt", """
                        stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type
                        s-1,101,"Ferry, ""Pier 7""\",37.5,127.0,
                        s-2,,Nathan Road,37.51,127.01,0
                        s-3,,Lok Fu,37.52,127.0,0
                        station,,Lok Fu Station,37.52,127.0,1
                        """)
                .with("trips.txt", """
                        route_id,service_id,trip_id,direction_id,shape_id
                        7,daily,7-0800,0,to
                        7,daily,7-0810,1,fro
                        8,daily,8-0900,,
                        """)
                .with("shapes.txt", """
                        shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence
                        to,37.51,127.01,20
                        to,37.5,127.0,10
                        to,37.52,127.0,30
                        fro,37.52,127.0,1
                        fro,37.5,127.0,2
                        """)
                .with("stop_times.txt", """
                        trip_id,arrival_time,departure_time,stop_id,stop_sequence
                        7-0800,08:00:00,08:00:00,s-1,1
                        8-0900,09:00:00,09:00:00,s-3,1
                        8-0900,09:10:00,09:10:00,s-1,2
                        """);
    }

    public static GtfsZips empty() {
        return new GtfsZips();
    }

    public GtfsZips with(String name, String text) {
        files.put(name, text);
        return this;
    }

    public GtfsZips without(String name) {
        files.remove(name);
        return this;
    }

    /** Adds a line to a file, whose number is then the answer to how many lines it has. */
    public GtfsZips plus(String name, String line) {
        return with(name, files.getOrDefault(name, "") + line + "\n");
    }

    public GtfsZips replacing(String name, String part, String other) {
        String text = files.getOrDefault(name, "");
        if (!text.contains(part)) {
            throw new IllegalArgumentException(name + " has no " + part);
        }
        return with(name, text.replace(part, other));
    }

    public Path write(Path folder) {
        Path file = folder.resolve("gtfs.zip");
        try (OutputStream to = Files.newOutputStream(file);
                var zip = new ZipOutputStream(to)) {
            for (Map.Entry<String, String> one : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
