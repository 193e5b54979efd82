package io.bellcord.broker.feed;

import io.bellcord.broker.feed.wire.WireForm;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A rider's socket that decodes what is written, by Netty's codec and not by ours. */
final class RecordingSocket implements RiderSocket {
    /** A message as a client would see it. */
    record Seen(String topic, String payload, boolean retained) {}

    private final EmbeddedChannel decoder = new EmbeddedChannel(new MqttDecoder(1 << 20));
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger room;
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean fails;
    private volatile int maximumPacketSize = Integer.MAX_VALUE;

    RecordingSocket(int room) {
        this.room = new AtomicInteger(room);
    }

    static RecordingSocket roomy() {
        return new RecordingSocket(Integer.MAX_VALUE);
    }

    RecordingSocket takingPacketsUpTo(int bytes) {
        maximumPacketSize = bytes;
        return this;
    }

    /** Takes this many more frames. */
    void makeRoom(int messages) {
        room.set(messages);
    }

    /** Does so at the next write. */
    void failOnce() {
        fails = true;
    }

    List<Seen> seen() {
        return seen;
    }

    int writes() {
        return writes.get();
    }

    Seen lastOf(String topic) {
        return seen.stream()
                .filter(one -> one.topic().equals(topic))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    List<String> topics() {
        return seen.stream().map(Seen::topic).toList();
    }

    @Override
    public WireForm form() {
        return WireForm.MQTT_3;
    }

    @Override
    public void limitSendBuffer(int bytes) {}

    @Override
    public int maximumPacketSize() {
        return maximumPacketSize;
    }

    @Override
    public boolean isWritable() {
        return room.get() > 0;
    }

    @Override
    public void write(List<ByteBuf> frames) {
        if (fails) {
            fails = false;
            frames.forEach(ByteBuf::release);
            throw new IllegalStateException("no memory, say");
        }
        room.decrementAndGet();
        writes.incrementAndGet();
        frames.forEach(decoder::writeInbound);
        for (MqttPublishMessage message = decoder.readInbound(); message != null; message = decoder.readInbound()) {
            seen.add(new Seen(
                    message.variableHeader().topicName(),
                    message.payload().toString(StandardCharsets.UTF_8),
                    message.fixedHeader().isRetain()));
            message.release();
        }
    }
}
