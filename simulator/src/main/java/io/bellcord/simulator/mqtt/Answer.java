package io.bellcord.simulator.mqtt;

/** What became of a publish. */
public sealed interface Answer {
    /** QoS 1: the broker took it. */
    record Acknowledged() implements Answer {}

    /** QoS 0: it was written to the socket; nobody says more. */
    record Written() implements Answer {}

    /** The broker said no, as in {@code PUBACK QUOTA_EXCEEDED}. */
    record Refused(String reason) implements Answer {}

    /** The connection was lost before an answer. */
    record Failed() implements Answer {}

    /** The best answer that the quality of service allows. */
    static Answer taken(int qos) {
        return qos == 0 ? new Written() : new Acknowledged();
    }
}
