package io.bellcord.broker.gtfsrt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By the byte what protobuf's own writer makes of the same. */
class WireTest {
    private final Wire wire = new Wire();

    @FunctionalInterface
    private interface Fields {
        void write(CodedOutputStream to) throws IOException;
    }

    private static byte[] protobuf(Fields fields) throws IOException {
        var bytes = new ByteArrayOutputStream();
        CodedOutputStream to = CodedOutputStream.newInstance(bytes);
        fields.write(to);
        to.flush();
        return bytes.toByteArray();
    }

    /** Around each length whose own length takes a byte more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125, 126, 127, 128, 16_379, 16_380, 16_381, 16_384, 70_000})
    void writesMessagesWithinMessagesOfAnyLength(int length) throws IOException {
        String text = "x".repeat(length);

        int outer = wire.begin(2);
        int inner = wire.begin(16);
        wire.text(1, text);
        wire.end(inner);
        wire.whole(4, 7);
        wire.end(outer);

        byte[] within = protobuf(to -> to.writeString(1, text));
        byte[] message = protobuf(to -> {
            to.writeByteArray(16, within);
            to.writeUInt64(4, 7);
        });
        assertThat(wire.take()).isEqualTo(protobuf(to -> to.writeByteArray(2, message)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, 1_795_766_400, Integer.MAX_VALUE, 1L << 56, Long.MAX_VALUE})
    void writesWholeNumbers(long value) throws IOException {
        wire.whole(5, value);

        assertThat(wire.take()).isEqualTo(protobuf(to -> to.writeUInt64(5, value)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 43.733412, -179.999999, 182734.5, Double.MIN_VALUE, Double.MAX_VALUE})
    void writesFractions(double value) throws IOException {
        wire.single(1, (float) value);
        wire.twice(4, value);

        assertThat(wire.take()).isEqualTo(protobuf(to -> {
            to.writeFloat(1, (float) value);
            to.writeDouble(4, value);
        }));
    }

    @Test
    void writesTextAsUtf8AndBeginsAnewWhenItWasTaken() throws IOException {
        wire.text(1, "470 서초");
        wire.take();
        wire.text(2, "버스");

        assertThat(wire.take()).isEqualTo(protobuf(to -> to.writeString(2, "버스")));
        assertThat(wire.take()).isEmpty();
    }
}
