package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.ClientHello;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestTls;
import io.bellcord.broker.testing.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT and WebSocket over TLS: what is spoken, what is not, and how long a handshake may take. */
class TlsIT {
    private static final int CONNACK = 2;
    private static final int PINGRESP = 13;

    /** Types of TLS records (RFC 8446, 5.1). */
    private static final byte ALERT = 21;

    private static final byte HANDSHAKE = 22;

    private static final byte HANDSHAKE_FAILURE = 40;
    private static final byte PROTOCOL_VERSION = 70;

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Flavour.class,
            names = {"HIVEMQ_5_TLS", "PAHO_3_SECURE_WEBSOCKET"})
    void aPositionGoesFromATrackerToARider(Flavour flavour) {
        String bus = flavour.name();
        try (TestClient rider = broker.connected(flavour, "kb", Role.RIDER);
                TestClient tracker = broker.tracker(flavour, "kb", bus)) {
            rider.subscribe("bus/kb/" + bus);
            long ts = Fixes.now();

            tracker.publish("bus/kb/" + bus, Fixes.json(ts, 43.7));

            assertThat(Fixes.number(rider.next(), "ts")).isEqualTo(ts);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void everyWayInAnswersByTheByte(Transport transport) {
        try (RawMqtt client = broker.raw(transport)) {
            client.send(RawMqtt.connect("raw-" + transport, "kb", broker.token("kb", Role.RIDER)), RawMqtt.ping());

            assertThat(client.read().type()).isEqualTo(CONNACK);
            assertThat(client.read().type()).isEqualTo(PINGRESP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTheVersionsThatAreSafe(String version) throws IOException {
        for (InetSocketAddress address : listeners()) {
            try (SSLSocket socket = tls(address)) {
                socket.setEnabledProtocols(new String[] {version});
                socket.startHandshake();

                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            }
        }
    }

    @Test
    void refusesVersionsAndCipherSuitesThatAreNotSafe() throws IOException {
        int good = ClientHello.ECDHE_ECDSA_AES_128_GCM_SHA256;
        for (InetSocketAddress address : listeners()) {
            assertThat(answer(address, ClientHello.TLS_1_2, good)).startsWith(HANDSHAKE);
            assertThat(answer(address, ClientHello.TLS_1_1, good))
                    .startsWith(ALERT)
                    .endsWith(PROTOCOL_VERSION);
            assertThat(answer(address, ClientHello.TLS_1_0, good))
                    .startsWith(ALERT)
                    .endsWith(PROTOCOL_VERSION);
            assertThat(answer(address, ClientHello.TLS_1_2, ClientHello.ECDHE_ECDSA_AES_128_CBC_SHA256))
                    .startsWith(ALERT)
                    .endsWith(HANDSHAKE_FAILURE);
            assertThat(answer(address, ClientHello.TLS_1_2, ClientHello.RSA_AES_128_GCM_SHA256))
                    .startsWith(ALERT)
                    .endsWith(HANDSHAKE_FAILURE);
        }
    }

    /** A record's head of 5 bytes and, of an alert, its 2. */
    private static byte[] answer(InetSocketAddress address, int version, int suite) throws IOException {
        try (Socket socket = tcp(address)) {
            socket.getOutputStream().write(ClientHello.offering(version, suite));
            return socket.getInputStream().readNBytes(7);
        }
    }

    @Test
    void doesNotNegotiateAgain() throws IOException {
        try (SSLSocket socket = tls(broker.mqttTls())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            socket.getOutputStream().write(RawMqtt.connect("again", "kb", broker.token("kb", Role.RIDER)));
            assertThat(socket.getInputStream().readNBytes(4)).startsWith(0x20);

            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void closesWhoNeverSpeaksTls() throws IOException {
        try (Socket silent = tcp(broker.mqttTls());
                Socket silentWebSocket = tcp(broker.webSocketTls())) {
            assertThat(untilClosed(silent)).satisfies(TlsIT::isAtMostAnAlert);
            assertThat(untilClosed(silentWebSocket)).satisfies(TlsIT::isAtMostAnAlert);
        }
    }

    @Test
    void closesWhoStopsInTheMiddleOfTheHandshake() throws IOException {
        byte[] hello = ClientHello.offering(ClientHello.TLS_1_2, ClientHello.ECDHE_ECDSA_AES_128_GCM_SHA256);
        byte[] start = Arrays.copyOf(hello, hello.length / 2);
        try (Socket half = saying(start, broker.mqttTls());
                Socket halfWebSocket = saying(start, broker.webSocketTls());
                Socket afterHello = saying(hello, broker.mqttTls());
                Socket webSocketAfterHello = saying(hello, broker.webSocketTls())) {
            assertThat(untilClosed(half)).satisfies(TlsIT::isAtMostAnAlert);
            assertThat(untilClosed(halfWebSocket)).satisfies(TlsIT::isAtMostAnAlert);
            assertThat(untilClosed(afterHello)).startsWith(HANDSHAKE);
            assertThat(untilClosed(webSocketAfterHello)).startsWith(HANDSHAKE);
        }
    }

    @Test
    void closesWhoIsSilentAfterTheHandshake() {
        try (RawMqtt silent = broker.raw(Transport.TLS)) {
            assertThat(silent.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void countsWhoSpeaksSomethingElse() throws IOException {
        for (InetSocketAddress address : listeners()) {
            try (Socket plain = tcp(address)) {
                plain.getOutputStream().write(RawMqtt.connect("plain", "kb", "token"));

                assertThat(untilClosed(plain)).satisfies(TlsIT::isAtMostAnAlert);
            }
        }
        await().until(() -> broker.metrics().contains("bellcord_guard_dropped_total{reason=\"tls_handshake\"}"));
    }

    /** What came until the server closed; fails if it does not. */
    private static byte[] untilClosed(Socket socket) throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    private static void isAtMostAnAlert(byte[] sent) {
        assertThat(sent.length == 0 || sent[0] == ALERT).isTrue();
    }

    private static List<InetSocketAddress> listeners() {
        return List.of(broker.mqttTls(), broker.webSocketTls());
    }

    private static Socket tcp(InetSocketAddress address) throws IOException {
        var socket = new Socket(address.getHostString(), address.getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static Socket saying(byte[] bytes, InetSocketAddress address) throws IOException {
        Socket socket = tcp(address);
        socket.getOutputStream().write(bytes);
        return socket;
    }

    private static SSLSocket tls(InetSocketAddress address) throws IOException {
        var socket = (SSLSocket)
                TestTls.client().getSocketFactory().createSocket(address.getHostString(), address.getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }
}
