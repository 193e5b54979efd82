package io.bellcord.simulator.mapdata;

import crosby.binary.osmosis.OsmosisReader;
import io.bellcord.simulator.streets.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openstreetmap.osmosis.core.container.v0_6.EntityContainer;
import org.openstreetmap.osmosis.core.domain.v0_6.Entity;
import org.openstreetmap.osmosis.core.domain.v0_6.Node;
import org.openstreetmap.osmosis.core.domain.v0_6.Relation;
import org.openstreetmap.osmosis.core.domain.v0_6.Way;
import org.openstreetmap.osmosis.core.domain.v0_6.WayNode;
import org.openstreetmap.osmosis.core.task.v0_6.Sink;

/** What an extract holds, by OpenStreetMap's ids. */
record OsmData(Map<Long, Node> nodes, Map<Long, Way> ways, List<Relation> relations) {

    /** Reads an extract from the class path. */
    static OsmData read(String resource) throws IOException {
        var file = Files.createTempFile("map", ".osm.pbf");
        try (var in = Objects.requireNonNull(ClassLoader.getSystemResourceAsStream(resource), resource)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            var data = new OsmData(new HashMap<>(), new HashMap<>(), new ArrayList<>());
            var reader = new OsmosisReader(file.toFile());
            reader.setSink(data.new Collector());
            reader.run();
            return data;
        } finally {
            Files.delete(file);
        }
    }

    static Optional<String> tag(Entity entity, String key) {
        return entity.getTags().stream()
                .filter(tag -> tag.getKey().equals(key))
                .map(tag -> tag.getValue())
                .findFirst();
    }

    static boolean has(Entity entity, String key, String value) {
        return tag(entity, key).filter(value::equals).isPresent();
    }

    /** To the tenth of a metre and a bit, which is what the map file keeps. */
    Place place(long node) {
        var found = Objects.requireNonNull(nodes.get(node));
        return new Place(rounded(found.getLatitude()), rounded(found.getLongitude()));
    }

    static List<Long> nodeIds(Way way) {
        return way.getWayNodes().stream().map(WayNode::getNodeId).toList();
    }

    private static double rounded(double degrees) {
        return Math.rint(degrees * 1e6) / 1e6;
    }

    private final class Collector implements Sink {
        @Override
        public void process(EntityContainer container) {
            switch (container.getEntity()) {
                case Node node -> nodes.put(node.getId(), node);
                case Way way -> ways.put(way.getId(), way);
                case Relation relation -> relations.add(relation);
                default -> {} // the bounding box
            }
        }

        @Override
        public void initialize(Map<String, Object> metadata) {}

        @Override
        public void complete() {}

        @Override
        public void close() {}
    }
}
