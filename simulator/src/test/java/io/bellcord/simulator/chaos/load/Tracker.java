package io.bellcord.simulator.chaos.load;

import io.bellcord.simulator.bench.wire.Login;
import io.bellcord.simulator.bench.wire.Packets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Reports for one bus at QoS 1, without waiting for acknowledgements; what was on its way when the connection broke is not sent again. */
final class Tracker extends Client {
    private static final int PUBACK = 4;
    private static final int PACKET_IDS = 65_535;

    private final String bus;
    private final String topic;
    private final Ledger ledger;
    private final Duration period;
    private final BooleanSupplier reports;
    private volatile int sent;

    /** @param reports whether it is to send a fix now */
    Tracker(
            String provider,
            String bus,
            Supplier<InetSocketAddress> where,
            Supplier<Login> login,
            Ledger ledger,
            Duration period,
            BooleanSupplier reports) {
        super("tracker-" + bus, where, login);
        this.bus = bus;
        this.topic = "bus/" + provider + '/' + bus;
        this.ledger = ledger;
        this.period = period;
        this.reports = reports;
    }

    @Override
    void serve(Line line) throws IOException, InterruptedException {
        var acknowledgements = Thread.startVirtualThread(() -> readAcknowledgements(line));
        try {
            Thread.sleep(period.multipliedBy(ThreadLocalRandom.current().nextInt(100))
                    .dividedBy(100));
            while (line.isOpen()) {
                if (reports.getAsBoolean()) {
                    publish(line);
                }
                Thread.sleep(period);
            }
        } finally {
            line.close();
            acknowledgements.join();
        }
    }

    private void publish(Line line) throws IOException {
        var fix = ledger.next(bus);
        sent = fix.sequence();
        line.send(Packets.publish(1, packetId(fix.sequence()), topic, fix.json()));
    }

    private void readAcknowledgements(Line line) {
        try (line) {
            while (true) {
                var packet = line.read();
                if (packet.type() == PUBACK) {
                    var id = ((packet.body()[0] & 0xFF) << 8) | (packet.body()[1] & 0xFF);
                    ledger.acknowledged(bus, newestWith(id));
                }
            }
        } catch (IOException _) {
            // the connection has ended: whoever writes will see
        }
    }

    private static int packetId(int sequence) {
        return sequence % PACKET_IDS + 1;
    }

    private int newestWith(int packetId) {
        var newest = sent;
        return newest - Math.floorMod(packetId(newest) - packetId, PACKET_IDS);
    }
}
