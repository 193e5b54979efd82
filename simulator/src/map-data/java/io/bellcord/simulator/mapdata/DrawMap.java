package io.bellcord.simulator.mapdata;

import java.io.IOException;
import java.nio.file.Path;

/** Draws the map: {@code DrawMap <extract on the class path> <map to write> <list of routes to write>}. */
final class DrawMap {
    private DrawMap() {}

    public static void main(String[] args) throws IOException {
        var routes = new RouteDrawer(OsmData.read(args[0])).draw();
        var files = new MapFiles();
        files.writeMap(routes, Path.of(args[1]));
        files.writeRoutes(routes, Path.of(args[2]));
    }
}
