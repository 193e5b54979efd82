package io.bellcord.simulator.chaos.load;

import io.bellcord.simulator.bench.wire.Login;
import io.bellcord.simulator.bench.wire.Packets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Watches all buses of a provider. */
final class Rider extends Client {
    private static final int PUBLISH = 3;
    private static final int RETAIN = 1;

    private final String tree;
    private final Ledger ledger;
    private final Sight sight;

    Rider(String provider, String id, Supplier<InetSocketAddress> where, Supplier<Login> login, Ledger ledger) {
        super(id, where, login);
        this.tree = "bus/" + provider + '/';
        this.ledger = ledger;
        this.sight = new Sight(id, ledger);
    }

    Sight sight() {
        return sight;
    }

    @Override
    void serve(Line line) throws IOException {
        sight.connected();
        line.send(Packets.subscribe(1, tree + '+', 0));
        while (!isClosed()) {
            var packet = line.read();
            if (packet.type() == PUBLISH) {
                delivered(packet.head(), packet.body());
            }
        }
    }

    private void delivered(int head, byte[] body) {
        var topicEnd = 2 + (((body[0] & 0xFF) << 8) | (body[1] & 0xFF));
        var topic = new String(body, 2, topicEnd - 2, StandardCharsets.UTF_8);
        if (topic.startsWith(tree)) {
            var json = new String(body, topicEnd, body.length - topicEnd, StandardCharsets.UTF_8);
            sight.take(Fix.read(topic.substring(tree.length()), json), (head & RETAIN) == RETAIN);
        } else {
            ledger.fault(id() + " was given " + topic);
        }
    }
}
