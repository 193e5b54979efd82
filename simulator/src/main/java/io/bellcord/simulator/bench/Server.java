package io.bellcord.simulator.bench;

/** An MQTT broker in a process of its own, on this machine. */
interface Server extends AutoCloseable {
    String name();

    int port();

    ProcessHandle process();

    @Override
    void close();
}
