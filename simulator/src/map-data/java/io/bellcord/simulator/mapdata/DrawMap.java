package io.bellcord.simulator.mapdata;

import java.io.IOException;
import java.nio.file.Path;

/** Draws the map: {@code DrawMap <extract on the class path> <map to write> <list of routes to write> <outline to write>}. */
final class DrawMap {
    private DrawMap() {}

    public static void main(String[] args) throws IOException {
        var data = OsmData.read(args[0]);
        var routes = new RouteDrawer(data).draw();
        var files = new MapFiles();
        files.writeMap(routes, Path.of(args[1]));
        files.writeRoutes(routes, Path.of(args[2]));
        files.writeOutline(new OutlineDrawer(data).draw(), Path.of(args[3]));
    }
}
