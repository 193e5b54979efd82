package io.bellcord.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bellcord.broker.config.PortCheck.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortCheckTest {
    @Test
    void namesEveryTakenPortWithItsSettingAndTheWayOut() throws IOException {
        try (var one = loopback();
                var two = loopback()) {
            var listeners = List.of(
                    new Listener("bellcord.mqtt.port", "127.0.0.1", one.getLocalPort()),
                    new Listener("bellcord.websocket.port", "127.0.0.1", 0),
                    new Listener("bellcord.http.port", "127.0.0.1", two.getLocalPort()));

            assertThatThrownBy(() -> PortCheck.requireFree(listeners))
                    .isInstanceOf(StartRefused.class)
                    .hasMessage("""
                            Cannot start:
                              port %d (bellcord.mqtt.port) is in use at 127.0.0.1: set bellcord.mqtt.port or --port-offset
                              port %d (bellcord.http.port) is in use at 127.0.0.1: set bellcord.http.port or --port-offset""".formatted(one.getLocalPort(), two.getLocalPort()));
        }
    }

    @Test
    void leavesFreePortsFree() throws IOException {
        int port;
        try (var socket = loopback()) {
            port = socket.getLocalPort();
        }
        var listeners = List.of(new Listener("bellcord.mqtt.port", "127.0.0.1", port));

        PortCheck.requireFree(listeners);

        assertThatCode(() -> PortCheck.requireFree(listeners)).doesNotThrowAnyException();
    }

    @Test
    void looksAtThePortsOfTlsOnlyWhereThereIsACertificate() {
        BrokerConfig without = BrokerConfig.defaults();
        BrokerConfig with = BrokerConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of("bellcord.tls.certificate", "tls.crt", "bellcord.tls.private-key", "tls.key"));

        assertThat(PortCheck.ofBroker(without)).extracting(Listener::port).containsExactly(1883, 8083, 8080);
        assertThat(PortCheck.ofBroker(with))
                .extracting(Listener::setting, Listener::port)
                .contains(tuple("bellcord.mqtt.tls-port", 8883), tuple("bellcord.websocket.tls-port", 8084));
    }

    private static ServerSocket loopback() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
