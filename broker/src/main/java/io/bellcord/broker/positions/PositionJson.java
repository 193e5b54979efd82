package io.bellcord.broker.positions;

import com.fasterxml.jackson.core.JsonParser;
import io.bellcord.broker.json.FieldReader;
import io.bellcord.broker.json.JsonDocument;
import io.bellcord.broker.json.PositionDraft;
import io.bellcord.broker.json.PositionEncoder;
import io.bellcord.broker.json.PositionReader;
import io.bellcord.broker.json.Problem;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.BusState;
import io.bellcord.broker.transit.InvalidValue;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Position JSON version 1 as riders get it and as Redis holds it: what a tracker sends, and {@code bus}, {@code rx}
 * and {@code state}. docs/PROTOCOL.md lists the keys.
 */
public final class PositionJson {
    private PositionJson() {}

    public static byte[] encode(Position position, BusState state) {
        return PositionEncoder.encode(position, state);
    }

    /**
     * Reads what {@link #encode} wrote. The state is not part of a position: it changes while the text stays.
     *
     * @throws CorruptPosition if it is something else
     */
    public static Position decode(ProviderId provider, byte[] json) {
        var reading = new Reading();
        JsonDocument.of(json).read(reading::read).ifPresent(PositionJson::fail);
        return reading.positionOf(provider);
    }

    private static void fail(Problem problem) {
        throw new CorruptPosition(problem.message());
    }

    private static final class Reading {
        private PositionDraft draft = new PositionDraft();
        private @Nullable Long receiveTime;

        void read(JsonParser parser) throws IOException {
            draft = PositionReader.readStored(parser, this::readReceiveTime);
        }

        private boolean readReceiveTime(String key, JsonParser parser) throws IOException {
            if (!key.equals("rx")) {
                return false;
            }
            var field = new FieldReader(parser);
            receiveTime = field.whole(key);
            field.problem().ifPresent(PositionJson::fail);
            return true;
        }

        Position positionOf(ProviderId provider) {
            draft.problem().ifPresent(PositionJson::fail);
            String bus = draft.bus().filter(BusId::isValid).orElseThrow(() -> new CorruptPosition("bus is missing"));
            if (receiveTime == null) {
                throw new CorruptPosition("rx is missing");
            }
            try {
                return draft.toPosition(new BusKey(provider, new BusId(bus)), Instant.ofEpochMilli(receiveTime));
            } catch (InvalidValue e) {
                throw new CorruptPosition(e.getMessage());
            }
        }
    }
}
