package io.bellcord.broker.feed;

import io.bellcord.broker.feed.FeedMetrics.Use;
import io.bellcord.broker.feed.wire.FrameBuilder;
import io.bellcord.broker.feed.wire.Packet;
import io.bellcord.broker.feed.wire.WireForm;
import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.transit.BusId;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Riders of one event loop who follow the same: what changes is encoded once for all of them. Confined to that loop. */
final class Group {
    private static final Logger log = LoggerFactory.getLogger(Group.class);

    /** Of a frame in one piece, in bytes: a full channel is not read from, and a slow rider must still be heard. */
    static final int LARGEST_CHUNK = 32 * 1024;

    private final Fleet fleet;
    private final Following following;
    private final Interest interest;
    private final List<Rider> riders = new ArrayList<>();
    /** What changed since the last frame. */
    private Marks dirty = new Marks();
    /** Who came or caught up since then: of what changed before, they have or are owed the newest. */
    private final Set<Rider> newcomers = new HashSet<>();
    /** What the frame that is being sent tells. */
    private Marks sending = new Marks();

    private final Map<WireForm, List<Chunk>> frames = new EnumMap<>(WireForm.class);
    private boolean stirred;
    private long dueAt;

    Group(Fleet fleet, Following following) {
        this.fleet = fleet;
        this.following = following;
        interest = following.interest();
        long pace = following.pace().toNanos();
        // Not all groups of one pace at once, after a storm say.
        dueAt = fleet.now() + (pace == 0 ? 0 : ThreadLocalRandom.current().nextLong(pace));
    }

    Following following() {
        return following;
    }

    Interest interest() {
        return interest;
    }

    /** What its riders have still to get with the next frame. */
    Marks dirty() {
        return dirty;
    }

    /** What its riders get with the frame that is being sent. */
    Marks sending() {
        return sending;
    }

    /** Says which place the rider has, by which it leaves. */
    int enter(Rider rider) {
        riders.add(rider);
        if (!dirty.isEmpty()) {
            newcomers.add(rider);
        }
        return riders.size() - 1;
    }

    void leave(Rider rider, int place) {
        Rider last = riders.removeLast();
        if (last != rider) {
            riders.set(place, last);
            last.moved(place);
        }
        newcomers.remove(rider);
        if (riders.isEmpty()) {
            fleet.close(this);
        }
    }

    boolean isNewcomer(Rider rider) {
        return newcomers.contains(rider);
    }

    /** The newest comes to this rider before the next frame, and tells of some of that. */
    void renew(Rider rider) {
        if (!dirty.isEmpty() && newcomers.add(rider)) {
            rider.outbox().buses().add(dirty);
        }
    }

    /** Tells its riders why a publish was refused. */
    void refused(BusId bus, Packet packet) {
        if (interest.covers(bus, Kind.REFUSED)) {
            riders.forEach(rider -> rider.refused(bus, packet));
        }
    }

    /** Some of a fleet's buses have changed, of which it follows all. */
    void stir(Marks changed) {
        dirty.addAll(changed, interest.ofAll());
        newcomers.forEach(rider -> rider.outbox().buses().add(changed, interest.ofAll()));
        stirred();
    }

    /** One bus has changed that it follows by name. */
    void stir(BusEntry entry, Kind kind) {
        dirty.add(entry.slot(), kind);
        newcomers.forEach(rider -> rider.outbox().buses().add(entry.slot(), kind));
        stirred();
    }

    private void stirred() {
        if (!stirred && !dirty.isEmpty()) {
            stirred = true;
            fleet.stirred(this);
        }
    }

    void forget(int slot) {
        dirty.remove(slot);
    }

    /** When the next frame may be sent, by the ticker. */
    long dueAt() {
        return dueAt;
    }

    /** Sends what changed to every rider that can take it; the others remember what they have missed. */
    void send(long now) {
        Marks before = sending;
        sending = dirty;
        dirty = before;
        for (int i = riders.size() - 1; i >= 0; i--) {
            send(riders.get(i));
        }
        newcomers.clear();
        frames.values().forEach(chunks -> chunks.forEach(Chunk::release));
        frames.clear();
        sending.clear();
        stirred = false;
        dueAt = now + following.pace().toNanos();
    }

    /** What cannot be given to one, for want of memory say, is owed to that one, and no reason to give nothing to the others. */
    private void send(Rider rider) {
        try {
            if (newcomers.contains(rider)) {
                rider.outbox().catchUp();
            } else {
                rider.outbox().live(this);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            rider.outbox().buses().add(sending);
            log.error("A rider gets positions later than others; this is a bug", e);
        }
    }

    /** Sends the routes among these that it follows. */
    void sendRoutes(List<Route> changed) {
        List<Route> followed =
                changed.stream().filter(route -> interest.covers(route.id())).toList();
        if (followed.isEmpty()) {
            return;
        }
        Map<WireForm, List<Chunk>> byForm = new EnumMap<>(WireForm.class);
        try {
            for (int i = riders.size() - 1; i >= 0; i--) {
                sendRoutes(riders.get(i), followed, form -> byForm.computeIfAbsent(form, _ -> encode(followed, form)));
            }
        } finally {
            byForm.values().forEach(chunks -> chunks.forEach(Chunk::release));
        }
    }

    private static void sendRoutes(Rider rider, List<Route> followed, Function<WireForm, List<Chunk>> frame) {
        try {
            rider.outbox().routes(followed, frame);
        } catch (RuntimeException | OutOfMemoryError e) {
            rider.outbox().routes().add(followed);
            log.error("A rider gets routes later than others; this is a bug", e);
        }
    }

    /** Gives its riders the newest dataset. */
    void sendDataset() {
        if (interest.hasDataset()) {
            for (int i = riders.size() - 1; i >= 0; i--) {
                sendDataset(riders.get(i));
            }
        }
    }

    private static void sendDataset(Rider rider) {
        try {
            rider.dataset();
        } catch (RuntimeException | OutOfMemoryError e) { // its frame may be of megabytes
            rider.outbox().oweDataset(false);
            log.error("A rider gets a dataset later than others; this is a bug", e);
        }
    }

    /** Here a chunk goes to before that place in the list. */
    private List<Chunk> encode(List<Route> routes, WireForm form) {
        List<Chunk> chunks = new ArrayList<>(1);
        int next = 0;
        while (next < routes.size()) {
            FrameBuilder frame = new FrameBuilder(form, following.largestPacket(), false);
            while (next < routes.size() && frame.bytes() < LARGEST_CHUNK) {
                frame.add(routes.get(next++).packet());
            }
            fleet.metrics().encoded(Use.ROUTE);
            chunks.add(new Chunk(next, frame.build(ByteBufAllocator.DEFAULT), frame.count()));
        }
        return chunks;
    }

    /** The frame for one kind of client, encoded when the first of them asks. */
    List<Chunk> frame(WireForm form) {
        return frames.computeIfAbsent(form, this::encode);
    }

    private List<Chunk> encode(WireForm form) {
        List<Chunk> chunks = new ArrayList<>(1);
        try {
            int from = 0;
            while (from != Chunk.END) {
                Chunk chunk = fleet.encode(
                        sending, from, Chunk.END, LARGEST_CHUNK, form, following.largestPacket(), Use.LIVE);
                chunks.add(chunk);
                from = chunk.to();
            }
            return chunks;
        } catch (RuntimeException | OutOfMemoryError e) {
            chunks.forEach(Chunk::release); // nobody else knows of them yet
            throw e;
        }
    }
}
