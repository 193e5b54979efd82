package io.bellcord.broker.redis;

import java.io.IOException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A connection that one thread reads and another one writes, and that stays closed: Jedis' own would open again. */
final class PubSubConnection extends Connection {
    // Without a value of its own: connect() is called before the constructor gets to it.
    private volatile boolean ended;

    /** @throws JedisConnectionException if the server does not answer */
    PubSubConnection(HostAndPort server, JedisClientConfig config) {
        super(server, config);
    }

    @Override
    public void connect() {
        if (ended) {
            throw new JedisConnectionException("closed");
        }
        super.connect();
    }

    @Override
    protected void flush() {
        super.flush();
    }

    /** From any thread; who reads or writes is told by an exception. */
    void end() {
        ended = true;
        try {
            forceDisconnect();
        } catch (IOException _) {
            // it is closed as well as it can be
        }
    }
}
