package io.bellcord.broker;

import static io.bellcord.broker.testing.RawMqtt.connect5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.EventStream;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.RawMqtt.Packet;
import io.bellcord.broker.testing.TestBroker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What clients see of a node that stops. */
class StoppingIT {
    /** So many that it takes a second to tell them. */
    private static final int RIDERS = 200;

    @Test
    void turnsNewClientsAwayFirstAndThenTellsOneAfterTheOther() {
        try (TestBroker broker = TestBroker.start();
                EventStream events = new EventStream(
                        broker.broker().http(), "/v1/providers/kb/events", broker.token("kb", Role.RIDER))) {
            InetSocketAddress mqtt = broker.broker().mqtt();
            List<RawMqtt> riders = connected(broker);

            long begin = System.nanoTime();
            var stopped = CompletableFuture.runAsync(broker.broker()::close);
            await().pollInterval(Duration.ofMillis(10))
                    .until(() -> broker.get("/health/ready").contains("\"status\":\"not_ready\""));
            await().pollInterval(Duration.ofMillis(10)).until(() -> refuses(mqtt));
            assertThat(stopped).isNotDone();

            assertThat(riders).map(StoppingIT::lastOf).containsOnly(0x8B);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
            assertThat(events.next("end").name()).isEqualTo("end");
            stopped.join();
            riders.forEach(RawMqtt::close);
        }
    }

    private static List<RawMqtt> connected(TestBroker broker) {
        String token = broker.token("kb", Role.RIDER);
        List<RawMqtt> riders = IntStream.range(0, RIDERS)
                .mapToObj(rider -> broker.raw().send(connect5("rider-" + rider, "kb", token)))
                .toList();
        assertThat(riders).map(rider -> rider.read().type()).containsOnly(2);
        return riders;
    }

    /** The reason code of the DISCONNECT that must come. */
    private static int lastOf(RawMqtt client) {
        Packet last = client.read();
        assertThat(last.type()).isEqualTo(14);
        return last.body()[0] & 0xFF;
    }

    private static boolean refuses(InetSocketAddress listener) throws IOException {
        try (Socket client = new Socket(listener.getHostString(), listener.getPort())) {
            return !client.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }
}
