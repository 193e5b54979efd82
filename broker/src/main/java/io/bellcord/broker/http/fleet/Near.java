package io.bellcord.broker.http.fleet;

import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.Position;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** A bus and how far it is from where somebody stands. */
record Near(Key key, BusPicture picture) {
    /**
     * What the nearest first goes by.
     *
     * @param decimetres as finely as a bus can be told
     */
    record Key(long decimetres, BusId bus) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::decimetres).thenComparing(Key::bus);

        /** @throws IllegalArgumentException if it is not what {@link #toString} writes */
        static Key parse(String text) {
            int comma = text.indexOf(',');
            if (comma < 0) {
                throw new IllegalArgumentException("no comma");
            }
            return new Key(Long.parseLong(text, 0, comma, 10), new BusId(text.substring(comma + 1)));
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return decimetres + "," + bus;
        }
    }

    static Near of(Area.Circle circle, BusPicture picture) {
        Position position = picture.position();
        return new Near(
                new Key(
                        Math.round(circle.distance(position) * 10),
                        picture.bus().bus()),
                picture);
    }

    /** The position as every rider gets it, and {@code distance} in metres at its end. */
    byte[] json() {
        byte[] position = picture.positionJson();
        byte[] distance = (",\"distance\":" + key.decimetres() / 10 + "." + key.decimetres() % 10 + "}")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[position.length - 1 + distance.length];
        System.arraycopy(position, 0, all, 0, position.length - 1); // without its brace
        System.arraycopy(distance, 0, all, position.length - 1, distance.length);
        return all;
    }
}
