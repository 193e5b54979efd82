package io.bellcord.simulator.bench.report;

/** What is measured. */
public enum Figure {
    DELIVERIES("deliveriesPerSecond", "deliveries/s", 0),
    PUBLISHES("publishesPerSecond", "publishes/s", 0),
    EXPECTED("expected", "expected", 0),
    DELIVERED("delivered", "delivered", 0),
    SUPERSEDED("superseded", "superseded", 0),
    LOST("lost", "lost", 0),
    P50("p50Millis", "p50 ms", 1),
    P99("p99Millis", "p99 ms", 1),
    MAX("maxMillis", "max ms", 1),
    ACROSS_P50("acrossP50Millis", "across p50 ms", 1),
    ACROSS_P99("acrossP99Millis", "across p99 ms", 1),
    ACROSS_MAX("acrossMaxMillis", "across max ms", 1),
    CPU_PER_DELIVERY("cpuMicrosPerDelivery", "CPU µs/delivery", 2),
    CPU_PER_PUBLISH("cpuMicrosPerPublish", "CPU µs/publish", 1),
    STORE_CPU_PER_PUBLISH("redisCpuMicrosPerPublish", "Redis CPU µs/publish", 1),
    STORE_IN_PER_PUBLISH("redisBytesInPerPublish", "Redis B in/publish", 0),
    STORE_OUT_PER_PUBLISH("redisBytesOutPerPublish", "Redis B out/publish", 0),
    BUSIEST_PERCENT("busiestNodePercent", "busiest node CPU %", 1),
    ALL_IN("allInSeconds", "all in s", 2),
    CPU_PER_RIDER("cpuMillisPerRider", "CPU ms/rider", 2),
    SNAPSHOTS("snapshotsPerSecond", "snapshots/s", 0),
    SNAPSHOTS_PER_CPU("snapshotsPerCpuSecond", "snapshots/CPU s", 0),
    CPU_PERCENT("cpuPercent", "CPU %", 0),
    RSS_MB("rssMegabytes", "RSS MB", 0),
    RSS_PER_CLIENT_KB("rssKilobytesPerClient", "RSS kB/client", 1),
    SLOW_P50("slowP50Seconds", "slow p50 s", 1),
    SLOW_MAX("slowMaxSeconds", "slow max s", 1),
    SLOW_BEYOND("slowBeyondBufferSeconds", "slow beyond buffer s", 1),
    LOAD_PERCENT("loadPercent", "load's CPU %", 0);

    private final String key;
    private final String heading;
    private final int decimals;

    Figure(String key, String heading, int decimals) {
        this.key = key;
        this.heading = heading;
        this.decimals = decimals;
    }

    /** In JSON. */
    String key() {
        return key;
    }

    String heading() {
        return heading;
    }

    int decimals() {
        return decimals;
    }
}
