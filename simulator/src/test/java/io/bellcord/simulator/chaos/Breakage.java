package io.bellcord.simulator.chaos;

import java.util.List;
import java.util.function.Consumer;

/** Something that breaks while riders are to notice nothing, and is whole again in the end. */
record Breakage(String name, Consumer<Scene> happening) {
    static final List<Breakage> ALL = List.of(
            new Breakage("redis restarts empty", scene -> {
                scene.site().redis().kill();
                scene.healthSays("redis", "since");
                scene.goesOnLive();
                scene.site().redis().startAgain();
            }),
            new Breakage("redis hangs", scene -> {
                scene.site().redis().freeze();
                scene.healthSays("redis", "since");
                scene.goesOnLive();
                scene.site().redis().thaw();
            }),
            new Breakage("redis is full", scene -> {
                scene.site().redis().call("CONFIG", "SET", "maxmemory", "1");
                scene.healthSays("redis", "since");
                scene.goesOnLive();
                scene.site().redis().call("CONFIG", "SET", "maxmemory", "0");
            }),
            new Breakage("redis is out of reach", scene -> {
                scene.site().toRedis().swallow();
                scene.healthSays("redis", "since");
                scene.goesOnLive();
                scene.site().toRedis().mend();
            }),
            new Breakage("postgresql restarts", scene -> {
                scene.site().postgres().kill();
                scene.healthSays("postgres", "since");
                scene.goesOnLive();
                scene.site().postgres().startAgain();
            }),
            new Breakage("postgresql hangs", scene -> {
                scene.site().postgres().freeze();
                scene.healthSays("postgres", "since");
                scene.goesOnLive();
                scene.site().postgres().thaw();
            }),
            new Breakage("the node hangs", scene -> {
                scene.site().node().freeze();
                scene.trackersGoOn(scene.crowd().ledger().sent());
                scene.site().node().thaw();
                scene.goesOnLive();
            }),
            new Breakage("all trackers come back", scene -> scene.crowd().cutTrackers()));

    void happen(Scene scene) {
        happening.accept(scene);
    }
}
