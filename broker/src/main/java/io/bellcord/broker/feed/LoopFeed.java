package io.bellcord.broker.feed;

import io.bellcord.broker.topic.BusFilter.Kind;
import io.bellcord.broker.topic.Topics;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.ProviderId;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The feed of one event loop: its own picture of the providers that its riders watch, kept by that loop alone. What
 * changes elsewhere waits in an inbox, the newest of each bus, until the next tick. Because the snapshot is taken from
 * the same picture that the ticks change, nothing falls between the two and nothing comes twice.
 */
final class LoopFeed {
    private final Feed feed;
    private final EventLoop loop;
    private final Duration tick;

    private final ConcurrentMap<BusKey, BusPicture> inbox = new ConcurrentHashMap<>();
    private final Refusals refusals = new Refusals();
    private final AtomicBoolean ticking = new AtomicBoolean();

    private final Map<ProviderId, Watched> providers = new HashMap<>();

    /** A provider that at least one rider here watches. */
    private record Watched(Map<BusId, BusEntry> entries, Set<Rider> riders) {}

    LoopFeed(Feed feed, EventLoop loop, Duration tick) {
        this.feed = feed;
        this.loop = loop;
        this.tick = tick;
    }

    /** From any thread. */
    void changed(BusPicture picture) {
        inbox.merge(picture.bus(), picture, BusPicture::later);
        scheduleTick();
    }

    /** From any thread; false when too many wait already. */
    boolean refused(BusKey bus, byte[] payload) {
        boolean taken = refusals.offer(bus, payload);
        scheduleTick();
        return taken;
    }

    /** From any thread: there is one tick ahead at most, and none while nothing changes. */
    private void scheduleTick() {
        if (ticking.compareAndSet(false, true)) {
            if (tick.isZero()) {
                loop.execute(this::tick);
            } else {
                loop.schedule(this::tick, tick.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void tick() {
        ticking.set(false); // before the inbox is read: what comes from here on schedules the next tick
        inbox.keySet().forEach(bus -> {
            BusPicture picture = inbox.remove(bus);
            if (picture != null) {
                show(picture);
            }
        });
        refusals.drain().forEach((bus, payloads) -> payloads.forEach(payload -> tell(bus, payload)));
        providers.values().forEach(watched -> watched.riders().forEach(Rider::flush));
    }

    private void show(BusPicture picture) {
        Watched watched = providers.get(picture.bus().provider());
        if (watched == null) {
            return;
        }
        BusEntry entry = watched.entries().get(picture.bus().bus());
        if (entry == null) {
            if (!picture.forgotten()) {
                showFirst(watched, new BusEntry(picture, ByteBufAllocator.DEFAULT));
            }
        } else if (picture.version() > entry.picture().version()) { // they may come out of order
            if (picture.forgotten()) {
                drop(watched, entry);
            } else {
                showLater(watched, entry, picture);
            }
        }
    }

    private static void drop(Watched watched, BusEntry gone) {
        watched.entries().remove(gone.bus());
        watched.riders().forEach(rider -> rider.forgotten(gone));
        gone.release();
    }

    private static void showFirst(Watched watched, BusEntry entry) {
        watched.entries().put(entry.bus(), entry);
        watched.riders().forEach(rider -> {
            rider.changed(entry, Kind.POSITION);
            rider.changed(entry, Kind.STATE);
        });
    }

    private static void showLater(Watched watched, BusEntry entry, BusPicture later) {
        BusPicture before = entry.picture();
        entry.show(later);
        if (later.position().isNewerThan(before.position())) {
            watched.riders().forEach(rider -> rider.changed(entry, Kind.POSITION));
        }
        if (before.state() != later.state()) {
            watched.riders().forEach(rider -> rider.changed(entry, Kind.STATE));
        }
    }

    private void tell(BusKey bus, byte[] payload) {
        Watched watched = providers.get(bus.provider());
        if (watched != null) {
            Item item = new Item(Topics.refused(bus), ByteBufAllocator.DEFAULT, () -> payload);
            watched.riders().forEach(rider -> rider.refused(bus.bus(), item));
            item.release();
        }
    }

    void watch(ProviderId provider, Rider rider) {
        providers.computeIfAbsent(provider, this::open).riders().add(rider);
    }

    /** Asks for changes first and reads the picture then: what changes in between comes again and is recognised. */
    private Watched open(ProviderId provider) {
        Map<BusId, BusEntry> entries = new HashMap<>();
        feed.interested(provider, this);
        feed.list(provider)
                .forEach(picture -> entries.put(picture.bus().bus(), new BusEntry(picture, ByteBufAllocator.DEFAULT)));
        return new Watched(entries, new HashSet<>());
    }

    void leave(Rider rider) {
        providers.entrySet().removeIf(one -> {
            Watched watched = one.getValue();
            watched.riders().remove(rider);
            boolean last = watched.riders().isEmpty();
            if (last) {
                feed.notInterested(one.getKey(), this);
                watched.entries().values().forEach(BusEntry::release);
            }
            return last;
        });
    }

    /** Runs at once where the provider's last locations are here, else on this loop when they have come. */
    void whenLoaded(ProviderId provider, Runnable then) {
        CompletableFuture<Void> loaded = feed.load(provider);
        if (loaded.isDone()) {
            then.run();
        } else {
            // What was loaded may still wait in the inbox: the snapshot must have it.
            loaded.whenCompleteAsync(
                    (_, _) -> {
                        feed.list(provider).forEach(this::show);
                        then.run();
                    },
                    loop);
        }
    }

    Collection<BusEntry> entries(ProviderId provider) {
        Watched watched = providers.get(provider);
        return watched == null ? List.of() : watched.entries().values();
    }
}
