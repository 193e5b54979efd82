package io.bellcord.broker.cluster.clients;

import java.util.Comparator;

/**
 * When a client identifier was taken, by Redis' clock: so all nodes agree on who took it last, whatever theirs say.
 *
 * @param number microseconds since 1970
 * @param node which took it; decides between two in the same microsecond
 */
record Turn(long number, String node) implements Comparable<Turn> {
    private static final Comparator<Turn> ORDER =
            Comparator.comparingLong(Turn::number).thenComparing(Turn::node);

    @Override
    public int compareTo(Turn other) {
        return ORDER.compare(this, other);
    }
}
