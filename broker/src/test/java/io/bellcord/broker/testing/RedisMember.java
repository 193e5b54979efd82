package io.bellcord.broker.testing;

import java.io.IOException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** One process of a Redis Cluster. */
public final class RedisMember {
    private final Process process;
    private final int port;

    RedisMember(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public int port() {
        return port;
    }

    public Jedis open() {
        return new Jedis("127.0.0.1", port);
    }

    /** At once, without a word to anybody. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Its connections stay, and nothing comes. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean answers() {
        try (Jedis redis = open()) {
            return "PONG".equals(redis.ping());
        } catch (JedisException e) {
            return false;
        }
    }

    String id() {
        try (Jedis redis = open()) {
            return redis.clusterMyId();
        }
    }

    boolean knows(int servers) {
        try (Jedis redis = open()) {
            String info = redis.clusterInfo();
            return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + servers + "\r");
        }
    }
}
