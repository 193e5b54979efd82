package io.bellcord.broker.feed;

import io.bellcord.broker.positions.PositionJson;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What riders are told of one bus, over MQTT and HTTP. Its JSON is written when first asked for, once for all of them. */
public final class BusPicture {
    private final Position position;
    private final BusState state;
    private final Instant since;
    private final long version;
    private final boolean forgotten;
    private volatile byte @Nullable [] positionJson;
    private volatile byte @Nullable [] stateJson;

    /**
     * @param since when the state began
     * @param version grows with every change on this node, so that of two pictures the later one is known
     * @param forgotten too old to be shown: the bus is taken away
     */
    BusPicture(Position position, BusState state, Instant since, long version, boolean forgotten) {
        this.position = position;
        this.state = state;
        this.since = since;
        this.version = version;
        this.forgotten = forgotten;
    }

    public BusKey bus() {
        return position.bus();
    }

    public Position position() {
        return position;
    }

    public BusState state() {
        return state;
    }

    /** When the state began. */
    public Instant since() {
        return since;
    }

    /** Of two pictures of a bus the one with the higher version is the later one. */
    public long version() {
        return version;
    }

    /** Too old to be shown: the bus is taken away. */
    public boolean forgotten() {
        return forgotten;
    }

    /** Shared: must not be changed. */
    public byte[] positionJson() {
        byte[] written = positionJson;
        if (written == null) {
            synchronized (this) { // the other loop that asks waits two microseconds, rather than write it again
                written = positionJson;
                if (written == null) {
                    written = PositionJson.encode(position, state);
                    positionJson = written;
                }
            }
        }
        return written;
    }

    /** Shared: must not be changed. */
    public byte[] stateJson() {
        byte[] written = stateJson;
        if (written == null) {
            written = StateJson.encode(this);
            stateJson = written;
        }
        return written;
    }

    static BusPicture later(BusPicture one, BusPicture other) {
        return one.version > other.version ? one : other;
    }
}
