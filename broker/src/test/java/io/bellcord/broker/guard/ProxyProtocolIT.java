package io.bellcord.broker.guard;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.testing.FreePort;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient.Flavour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy in front says who each client is: seen by the limit of one connection per address. */
class ProxyProtocolIT {
    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final byte[] SIGNATURE_2 = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int UNSPECIFIED = 0;

    private static TestBroker broker;

    @TempDir
    Path directory;

    private final List<RawMqtt> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = TestBroker.start(Map.of(
                "bellcord.mqtt.proxy-protocol", "true",
                "bellcord.websocket.proxy-protocol", "true",
                "bellcord.limits.connections-per-address", "1",
                "bellcord.limits.trusted-networks", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void disconnect() {
        clients.forEach(RawMqtt::close);
        await().untilAsserted(() -> assertThat(broker.metrics()).contains("bellcord_connections 0.0"));
    }

    @Test
    void countsByTheAddressThatVersion1Names() {
        assertOneEach(version1("203.0.113.1"), version1("203.0.113.2"));
        assertOneEach(
                line("PROXY TCP6 2001:db8::1 2001:db8::99 5000 1883"),
                line("PROXY TCP6 2001:db8:0:1::1 2001:db8::99 5000 1883"));
    }

    @Test
    void countsByTheAddressThatVersion2Names() {
        assertOneEach(version2(PROXY, TCP4, ipv4("203.0.113.3")), version2(PROXY, TCP4, ipv4("203.0.113.4")));
        assertOneEach(version2(PROXY, TCP6, ipv6("2001:db8:2::1")), version2(PROXY, TCP6, ipv6("2001:db8:3::1")));
    }

    /** The peer is 127.0.0.1, which is trusted: so there may be several. */
    @Test
    void keepsThePeersAddressWhereTheProxySpeaksForItselfOrKnowsNone() {
        for (byte[] header : List.of(
                version2(LOCAL, UNSPECIFIED, new byte[0]),
                version2(PROXY, UNSPECIFIED, new byte[0]),
                line("PROXY UNKNOWN"))) {
            letIn(header);
            letIn(header);
        }
    }

    @Test
    void dropsAndCountsWhoHasNoHeaderOrAWrongOne() {
        double before = refusedHeaders();
        List<byte[]> wrong = List.of(
                connectKb(),
                line("PROXY TCP4 999.0.0.1 127.0.0.1 1 2"),
                line("PROXY " + "x".repeat(200)),
                version2(0x2F, TCP4, ipv4("203.0.113.5")),
                version2(PROXY, TCP4, new byte[3]),
                version2(PROXY, TCP4, new byte[8_000]));
        for (byte[] header : wrong) {
            assertThat(client().send(header, connectKb()).isClosedByPeer()).isTrue();
        }
        await().untilAsserted(() -> assertThat(refusedHeaders()).isEqualTo(before + wrong.size()));
    }

    @Test
    void closesWhereHalfAHeaderComesAndNoMore() {
        assertThat(client().send(bytes(0x0D, 0x0A, 0x0D)).isClosedByPeer()).isTrue();
        assertThat(client().send("PROXY TCP4".getBytes(StandardCharsets.US_ASCII))
                        .isClosedByPeer())
                .isTrue();
    }

    @Test
    void takesAHeaderBeforeAWebSocketIsUpgraded() throws IOException {
        try (Socket browser = new Socket()) {
            browser.connect(broker.broker().webSocket());
            browser.setSoTimeout(60_000);
            browser.getOutputStream().write(version1("203.0.113.6"));
            browser.getOutputStream()
                    .write("GET /mqtt HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            byte[] answer = browser.getInputStream().readNBytes(8);

            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1");
        }
    }

    @Test
    void servesClientsBehindHaproxy() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(HAPROXY), "haproxy is not installed");
        int mqtt = FreePort.find();
        int webSocket = FreePort.find();
        Process haproxy = startHaproxy(mqtt, webSocket);
        try {
            for (Flavour flavour : Flavour.plain()) {
                var client = flavour.create(at(mqtt), at(webSocket), "behind-" + flavour);
                await().ignoreExceptions().until(() -> client.connect("kb", broker.token("kb", Role.RIDER)) == 0);
                assertThat(client.subscribe("bus/kb/+")).isZero();
                client.close();
            }
            assertSourceIsTheClients(mqtt);
        } finally {
            haproxy.destroy();
            assertThat(haproxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** 127.0.0.2 is not trusted, and haproxy itself is: so there is one of it only if haproxy's word counts. */
    private void assertSourceIsTheClients(int mqtt) throws IOException {
        try (Socket first = new Socket();
                Socket second = new Socket()) {
            for (Socket client : List.of(first, second)) {
                client.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
                client.connect(at(mqtt));
                client.setSoTimeout(60_000);
                client.getOutputStream().write(connectKb());
            }
            int letIn = 0;
            for (Socket client : List.of(first, second)) {
                byte[] connAck = client.getInputStream().readNBytes(4); // nothing, where it is closed
                letIn += connAck.length == 4 && connAck[3] == 0 ? 1 : 0;
            }
            assertThat(letIn).isEqualTo(1);
        }
    }

    private Process startHaproxy(int mqtt, int webSocket) throws IOException {
        Path config = directory.resolve("haproxy.cfg");
        Files.writeString(config, """
                global
                  maxconn 100
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 60s
                  timeout server 60s
                listen mqtt
                  bind 127.0.0.1:%d
                  server bellcord 127.0.0.1:%d send-proxy-v2
                listen websocket
                  bind 127.0.0.1:%d
                  server bellcord 127.0.0.1:%d send-proxy
                """.formatted(
                        mqtt,
                        broker.broker().mqtt().getPort(),
                        webSocket,
                        broker.broker().webSocket().getPort()));
        return new ProcessBuilder(HAPROXY.toString(), "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("haproxy.log").toFile())
                .start();
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** One of each address is let in, and a second of the first is not. */
    private void assertOneEach(byte[] one, byte[] other) {
        letIn(one);
        letIn(other);
        assertThat(client().send(one).isClosedByPeer()).isTrue();
    }

    private void letIn(byte[] header) {
        assertThat(client().send(header, connectKb()).read().body()[1]).isZero();
    }

    private RawMqtt client() {
        RawMqtt client = broker.raw();
        clients.add(client);
        return client;
    }

    private byte[] connectKb() {
        return connect("c" + clients.size(), "kb", broker.token("kb", Role.RIDER));
    }

    private static double refusedHeaders() {
        return broker.counted("bellcord_guard_accepts_refused_total{reason=\"proxy_header\"}");
    }

    private static byte[] version1(String address) {
        return line("PROXY TCP4 " + address + " 192.0.2.1 5000 1883");
    }

    private static byte[] line(String header) {
        return (header + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] version2(int command, int family, byte[] addresses) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(SIGNATURE_2);
        header.writeBytes(bytes(command, family, addresses.length >> 8, addresses.length));
        header.writeBytes(addresses);
        return header.toByteArray();
    }

    private static byte[] ipv4(String source) {
        return addresses(source, "192.0.2.1");
    }

    private static byte[] ipv6(String source) {
        return addresses(source, "2001:db8::99");
    }

    private static byte[] addresses(String source, String destination) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(InetAddress.ofLiteral(source).getAddress());
        out.writeBytes(InetAddress.ofLiteral(destination).getAddress());
        out.writeBytes(bytes(0x13, 0x88, 0x07, 0x5B));
        return out.toByteArray();
    }
}
