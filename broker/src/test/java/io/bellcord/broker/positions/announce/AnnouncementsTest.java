package io.bellcord.broker.positions.announce;

import static io.bellcord.broker.testing.Fleet.fix;
import static io.bellcord.broker.testing.Fleet.full;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.bellcord.broker.positions.announce.Announcements.Heard;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.transit.FixSource;
import io.bellcord.broker.transit.Occupancy;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.ServiceStatus;
import io.bellcord.broker.transit.StopRelation;
import io.bellcord.wire.AnnouncedPosition;
import io.bellcord.wire.Announcement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
    private static final ProviderId KB = new ProviderId("kb");
    private static final NodeId NODE = new NodeId("0123456789abcdef");

    private final Announcements announcements = new Announcements(NODE);

    @Test
    void carriesAllThatCanBeSaidOfAPosition() {
        byte[] message = message(full(), fix(2, -5));

        assertThat(Announcements.read(KB, message)).contains(new Heard(List.of(full(), fix(2, -5)), 0));
    }

    /** Written by version 1, once: every later version has to read it, for as long as it may meet a node of that version. */
    @Test
    void readsWhatTheFirstVersionWrote() throws IOException {
        assertThat(Announcements.read(KB, recorded("announcement-1.hex")))
                .contains(new Heard(List.of(full(), fix(2, -5)), 0));
    }

    @Test
    void stillWritesWhatTheFirstVersionReads() throws IOException {
        assertThat(HexFormat.of().formatHex(message(full(), fix(2, -5))))
                .isEqualTo(HexFormat.of().formatHex(recorded("announcement-1.hex")));
    }

    @Test
    void passesOverWhatANewerVersionAdds() {
        Announcement newer = Announcement.newBuilder()
                .setVersion(1)
                .setNode("newer")
                .addPosition(AnnouncedPosition.newBuilder()
                        .mergeFrom(entryOf(fix(1, 0)))
                        .setSourceValue(99)
                        .setStatusValue(99)
                        .setStopStatusValue(99)
                        .setOccupancyStatusValue(99)
                        .setUnknownFields(unknown(1_000)))
                .setUnknownFields(unknown(2_000))
                .build();

        assertThat(Announcements.read(KB, newer.toByteArray())).contains(new Heard(List.of(fix(1, 0)), 0));
    }

    @Test
    void passesOverAMessageOfAVersionThatItCannotRead() {
        byte[] other =
                Announcement.newBuilder().setVersion(2).setNode("x").build().toByteArray();

        assertThat(Announcements.read(KB, other)).isEmpty();
        assertThat(Announcements.read(KB, new byte[0])).isEmpty();
    }

    @Test
    void knowsItsOwnMessagesFromOthers() {
        Announcements other = new Announcements(NodeId.create());

        assertThat(announcements.isOwn(message(fix(1, 0)))).isTrue();
        assertThat(other.isOwn(message(fix(1, 0)))).isFalse();
        assertThat(announcements.isOwn(new byte[3])).isFalse();
    }

    @Test
    void countsPositionsThatNoTrackerCouldHaveSent() {
        Announcement bad = Announcement.newBuilder()
                .setVersion(1)
                .setNode("x")
                .addPosition(AnnouncedPosition.newBuilder().setBus("no bus/at all"))
                .addPosition(AnnouncedPosition.newBuilder().setBus("1").setLatitude(91))
                .addPosition(AnnouncedPosition.newBuilder().setBus("1").setLatitude(Double.NaN))
                .addPosition(AnnouncedPosition.newBuilder()
                        .setBus("1")
                        .setFixTime(Long.MAX_VALUE)
                        .setReceivedAfter(Long.MAX_VALUE))
                .addPosition(entryOf(fix(1, 0)))
                .build();

        Heard heard = Announcements.read(KB, bad.toByteArray()).orElseThrow();

        assertThat(heard.positions()).contains(fix(1, 0));
        assertThat(heard.corrupt()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void neverThrowsWhateverComes() {
        byte[] message = message(full(), full());
        Random random = new Random(42);
        for (int length = 0; length < message.length; length++) {
            Announcements.read(KB, Arrays.copyOf(message, length));
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] spoilt = message.clone();
            for (int change = 0; change <= i % 4; change++) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
            }
            Announcements.read(KB, spoilt);
        }
        assertThat(Announcements.read(KB, new byte[(8 << 20) + 1])).isEmpty();
    }

    @Test
    void hasANumberForEveryValueOfEveryEnumeration() {
        for (FixSource value : FixSource.values()) {
            assertThat(Codes.SOURCES.value(Codes.SOURCES.code(value))).isEqualTo(value);
            assertThat(AnnouncedPosition.FixSource.forNumber(Codes.SOURCES.code(value)))
                    .hasToString(value.name());
        }
        for (ServiceStatus value : ServiceStatus.values()) {
            assertThat(Codes.STATUSES.value(Codes.STATUSES.code(value))).isEqualTo(value);
            assertThat(AnnouncedPosition.ServiceStatus.forNumber(Codes.STATUSES.code(value)))
                    .hasToString(value.name());
        }
        for (StopRelation.Status value : StopRelation.Status.values()) {
            assertThat(Codes.STOP_STATUSES.value(Codes.STOP_STATUSES.code(value)))
                    .isEqualTo(value);
            assertThat(AnnouncedPosition.StopStatus.forNumber(Codes.STOP_STATUSES.code(value)))
                    .hasToString(value.name());
        }
        for (Occupancy.Status value : Occupancy.Status.values()) {
            assertThat(Codes.OCCUPANCIES.value(Codes.OCCUPANCIES.code(value))).isEqualTo(value);
            assertThat(AnnouncedPosition.OccupancyStatus.forNumber(Codes.OCCUPANCIES.code(value)))
                    .hasToString(value.name());
        }
    }

    @Test
    void takesLessThanHalfOfTheSpaceOfJson() {
        assertThat(announcements.entry(fix(1, 0)).length).isLessThan(45);
        assertThat(announcements.entry(full()).length).isLessThan(260);
    }

    private static Announcement announcement(byte[] bytes) {
        try {
            return Announcement.parseFrom(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private AnnouncedPosition entryOf(Position position) {
        return announcement(message(position)).getPosition(0);
    }

    private static UnknownFieldSet unknown(int number) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(7)
                                .addLengthDelimited(ByteString.copyFromUtf8("new"))
                                .build())
                .build();
    }

    private byte[] message(Position... positions) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(announcements.header());
        for (Position position : positions) {
            all.writeBytes(announcements.entry(position));
        }
        return all.toByteArray();
    }

    private static byte[] recorded(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(AnnouncementsTest.class.getResourceAsStream(name))) {
            return HexFormat.of()
                    .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
        }
    }
}
