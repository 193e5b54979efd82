package io.bellcord.broker.guard.admission;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.testing.FuzzInput;
import io.bellcord.broker.testing.RawMqtt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a connection begins with that should begin with a PROXY header: good ones of both versions, and changed. What follows
 * a good one is passed on as it came, under the address that it names; where there is none, nothing is. docs/TESTING.md says
 * how this is fuzzed.
 */
class ProxyHeaderFuzzTest {
    private static final byte[] SIGNATURE =
            RawMqtt.bytes(0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 'Q', 'U', 'I', 'T', 0x0A);
    private static final InetAddress PEER = InetAddress.getLoopbackAddress(); // of a channel without sockets
    private static final InetAddress IPV4 = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress IPV6 = InetAddress.ofLiteral("2001:db8::7");
    private static final Admission.Limits LIMITS =
            new Admission.Limits(10, 10, Rate.perSecond(10, 10), Networks.parse("none"));

    /** Chosen by its place here: a new one comes last, or the corpus means something else. */
    private static final List<Header> HEADERS = List.of(
            version1("TCP4 192.0.2.7 198.51.100.1 5000 1883", IPV4),
            version1("TCP6 2001:db8::7 2001:db8::1 5000 1883", IPV6),
            version1("UNKNOWN", PEER),
            version1("UNKNOWN ffff::1 ffff::2 1 2", PEER),
            version2(0x21, 0x11, addresses(IPV4), IPV4),
            version2(0x21, 0x21, addresses(IPV6), IPV6),
            version2(0x20, 0x00, new byte[0], PEER),
            version2(0x21, 0x00, new byte[0], PEER),
            version2(0x21, 0x11, concat(addresses(IPV4), RawMqtt.bytes(0x04, 0, 3, 1, 2, 3)), IPV4),
            version2(0x21, 0x31, new byte[216], PEER));

    private record Header(byte[] bytes, InetAddress client) {}

    @FuzzTest
    void passesOnWhatFollowsAHeaderAndNothingElse(byte[] bytes) {
        FuzzInput in = new FuzzInput(bytes);
        Optional<Header> header = in.flag() ? Optional.empty() : Optional.of(in.pick(HEADERS));
        int piece = in.next();
        byte[] follows = in.some();
        byte[] begins = header.map(one -> in.changed(one.bytes())).orElseGet(in::rest);
        byte[] sent = concat(begins, follows);
        var meters = new SimpleMeterRegistry();
        EmbeddedChannel channel = new EmbeddedChannel();
        new Admission(LIMITS, Ticker.system(), meters).expectProxyHeader(channel.pipeline());

        byte[] passed = send(channel, sent, piece == 0 ? sent.length : piece);

        assertThat(Arrays.copyOfRange(sent, sent.length - passed.length, sent.length))
                .isEqualTo(passed);
        assertThat(passed.length == 0 || channel.pipeline().get(ProxyHeader.class) == null)
                .isTrue();
        header.filter(one -> Arrays.equals(one.bytes(), begins)).ifPresent(good -> {
            assertThat(passed).isEqualTo(follows);
            assertThat(ClientAddress.of(channel)).isEqualTo(good.client());
        });
        double refused = meters.find("bellcord.guard.accepts.refused").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
        assertThat(channel.isOpen()).isEqualTo(refused == 0);
        channel.finishAndReleaseAll();
    }

    /** Returns what comes through; every buffer is released by then, or when the channel ends. */
    private static byte[] send(EmbeddedChannel channel, byte[] sent, int piece) {
        List<ByteBuf> buffers = new ArrayList<>();
        var passed = new ByteArrayOutputStream();
        for (int from = 0; from < sent.length && channel.isOpen(); from += piece) {
            ByteBuf buffer = Unpooled.copiedBuffer(sent, from, Math.min(piece, sent.length - from));
            buffers.add(buffer);
            channel.writeInbound(buffer);
            for (ByteBuf out = channel.readInbound(); out != null; out = channel.readInbound()) {
                passed.writeBytes(bytes(out));
                out.release();
            }
        }
        boolean open = channel.isOpen();
        if (!open || channel.pipeline().get(ProxyHeader.class) == null) {
            assertThat(buffers).allMatch(buffer -> buffer.refCnt() == 0);
        }
        return passed.toByteArray();
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static Header version1(String words, InetAddress client) {
        return new Header(("PROXY " + words + "\r\n").getBytes(US_ASCII), client);
    }

    private static Header version2(int command, int family, byte[] addresses, InetAddress client) {
        return new Header(
                concat(
                        concat(SIGNATURE, RawMqtt.bytes(command, family, addresses.length >> 8, addresses.length)),
                        addresses),
                client);
    }

    private static byte[] addresses(InetAddress client) {
        byte[] one = client.getAddress();
        return concat(concat(one, one), RawMqtt.bytes(0x13, 0x88, 0x07, 0x5B));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
