package io.bellcord.broker.positions.announce;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.wire.AnnouncedPosition;
import io.bellcord.wire.Announcement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes and reads what nodes tell each other of a provider's buses. A message is a header and entries one behind the
 * other, so that Redis can put together those that it kept.
 */
public final class Announcements {
    private static final int VERSION = 1;
    /** More than any node writes at once. */
    private static final int LARGEST = 8 << 20;

    private final byte[] header;

    /** @param node who writes */
    public Announcements(NodeId node) {
        header = Announcement.newBuilder()
                .setVersion(VERSION)
                .setNode(node.value())
                .build()
                .toByteArray();
    }

    /**
     * What another node told.
     *
     * @param corrupt how many more there were that are none
     */
    public record Heard(List<Position> positions, int corrupt) {}

    /** The channel of Redis on which nodes tell each other of a provider's buses; on the server that has its last locations. */
    public static String channel(ProviderId provider) {
        return "bus:{" + provider + "}";
    }

    /** What every message begins with. */
    public byte[] header() {
        return header.clone();
    }

    /** One position, to stand behind the header. */
    public byte[] entry(Position position) {
        AnnouncedPosition entry = Entries.of(position);
        byte[] bytes = new byte[CodedOutputStream.computeMessageSize(Announcement.POSITION_FIELD_NUMBER, entry)];
        try {
            CodedOutputStream to = CodedOutputStream.newInstance(bytes);
            to.writeMessage(Announcement.POSITION_FIELD_NUMBER, entry);
            to.checkNoSpaceLeft();
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this node wrote it: seen without reading it. */
    public boolean isOwn(byte[] message) {
        return message.length >= header.length && Arrays.equals(message, 0, header.length, header, 0, header.length);
    }

    /** Empty for what is no message, or one of a version that is not known. */
    public static Optional<Heard> read(ProviderId provider, byte[] message) {
        try {
            return message.length <= LARGEST ? read(provider, Announcement.parseFrom(message)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static Optional<Heard> read(ProviderId provider, Announcement announcement) {
        if (announcement.getVersion() != VERSION) {
            return Optional.empty();
        }
        List<Position> positions = new ArrayList<>(announcement.getPositionCount());
        announcement
                .getPositionList()
                .forEach(entry -> Entries.read(provider, entry).ifPresent(positions::add));
        return Optional.of(new Heard(positions, announcement.getPositionCount() - positions.size()));
    }
}
