package io.bellcord.broker.redis;

/**
 * One of the servers that share the keys: what is slow or away there is so for all of its providers, and for no others.
 *
 * @param address {@code host:port}
 */
public record Shard(String address) {
    /** While no server has answered yet. */
    public static final Shard UNKNOWN = new Shard("unknown");

    @Override
    public String toString() {
        return address;
    }
}
