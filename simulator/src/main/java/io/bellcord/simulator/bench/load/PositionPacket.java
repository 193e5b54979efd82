package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.wire.Packets;
import java.nio.charset.StandardCharsets;

/** One bus's PUBLISH, ready but for what differs from fix to fix: about 200 bytes. */
final class PositionPacket {
    /** Sequences are sent as this and more, so that all have as many digits. */
    static final int SEQUENCE_BASE = 1_000_000;

    private static final String TIME = "\"ts\":1700000000000";
    private static final int TIME_DIGITS = 13;
    private static final String SEQUENCE = "\"seq\":" + SEQUENCE_BASE;
    private static final int SEQUENCE_DIGITS = 7;
    private static final int RETAIN = 1;

    private final byte[] packet;
    private final int packetId; // where it is; 0 for QoS 0
    private final int timeEnd;
    private final int sequenceEnd;

    PositionPacket(String topic, int qos, boolean isRetained) {
        packet = Packets.publish(qos, 1, topic, """
                {%s,"lat":43.733412,"lon":7.421873,"spd":8.3,"hdg":217,"acc":4,"odo":182734,%s,\
                "src":"gps","st":"in_service","route":"1","dir":0,"occ":"FEW_SEATS_AVAILABLE","occp":62}\
                """.formatted(TIME, SEQUENCE));
        if (isRetained) {
            packet[0] = (byte) (packet[0] | RETAIN);
        }
        var text = new String(packet, StandardCharsets.ISO_8859_1);
        packetId = qos == 0 ? 0 : text.indexOf(topic) + topic.length();
        timeEnd = text.indexOf(TIME) + TIME.length();
        sequenceEnd = text.indexOf(SEQUENCE) + SEQUENCE.length();
    }

    /** The packet for that fix, until the next one is asked for. */
    byte[] of(int sequence, long fixTime) {
        if (packetId > 0) {
            packet[packetId] = (byte) ((sequence >> 8) & 0x7F);
            packet[packetId + 1] = (byte) (sequence | 1); // never 0
        }
        write(fixTime, timeEnd, TIME_DIGITS);
        write(SEQUENCE_BASE + sequence, sequenceEnd, SEQUENCE_DIGITS);
        return packet;
    }

    private void write(long number, int end, int digits) {
        var rest = number;
        for (var i = end - 1; i >= end - digits; i--) {
            packet[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
