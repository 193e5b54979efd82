package io.bellcord.broker;

import static io.bellcord.broker.testing.RawMqtt.bytes;
import static io.bellcord.broker.testing.RawMqtt.packet;
import static io.bellcord.broker.testing.RawMqtt.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.provider.AuthorityRepository;
import io.bellcord.broker.provider.ClientAuthority;
import io.bellcord.broker.provider.RevocationRepository;
import io.bellcord.broker.provider.Revocations;
import io.bellcord.broker.testing.Fixes;
import io.bellcord.broker.testing.RawMqtt;
import io.bellcord.broker.testing.TestAuthority;
import io.bellcord.broker.testing.TestAuthority.Request;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestCertificate;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestTls;
import io.bellcord.broker.testing.Transport;
import io.bellcord.broker.tls.Certificates;
import io.bellcord.broker.transit.ProviderId;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509KeyManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trackers that log in with a certificate instead of a password. */
class ClientCertificateIT {
    private static final int BAD_USER_NAME_OR_PASSWORD = 0x86;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int ADMINISTRATIVE_ACTION = 0x98;
    private static final int DISCONNECT = 14;
    private static final String NO_USERNAME = "";

    private static final TestAuthority KB = TestAuthority.named("Kreisbus trackers");
    private static final TestAuthority OTHER = TestAuthority.named("Other trackers");

    private static TestBroker broker;
    private static AuthorityRepository authorities;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
        authorities = broker.authorities();
        register("kb", KB);
        register("other", OTHER);
        register("disabled", TestAuthority.named("Disabled trackers"));
        await().until(() -> broker.broker().providers().list().stream()
                        .filter(provider -> !provider.authorities().list().isEmpty())
                        .count()
                == 3);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static void register(String provider, TestAuthority authority) {
        authorities.add(new ProviderId(provider), ClientAuthority.parse(authority.pem()));
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_USERNAME, "kb"})
    void aTrackerComesInAndReportsForItsBusAlone(String username) {
        try (RawMqtt tracker = connected(KB.sign("O=kb,CN=1001"), username);
                TestClient rider = broker.connected(Flavour.HIVEMQ_5_TLS, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/1001");
            long ts = Fixes.now();

            tracker.send(publish(1, "bus/kb/1001", Fixes.json(ts, 43.7)));
            assertThat(tracker.read().body()).containsExactly(0, 1);
            await().until(() -> Fixes.number(rider.next(), "ts") == ts);

            tracker.send(publish(2, "bus/kb/1002", Fixes.json(ts, 43.7)));
            assertThat(tracker.read().body()).startsWith(0, 2, NOT_AUTHORIZED);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"TLS", "SECURE_WEBSOCKET"})
    void comesInByBothDoorsAndInBothVersionsOfTls(Transport over) throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            SSLContext client = TestTls.client(KB.sign("O=kb,CN=1"), version);
            try (RawMqtt tracker = over == Transport.TLS
                    ? RawMqtt.tls(broker.mqttTls(), client)
                    : RawMqtt.secureWebSocket(broker.webSocketTls(), client)) {
                tracker.send(connect(NO_USERNAME));

                assertThat(tracker.read().body()[1]).as(version).isZero();
            }
        }
    }

    @Test
    void oneBetweenTheTrackerAndTheAuthorityIsSentAlong() {
        try (RawMqtt tracker = connected(KB.intermediate("Workshop 1").sign("O=kb,CN=1"), NO_USERNAME)) {
            tracker.send(RawMqtt.ping());

            assertThat(tracker.read().type()).isEqualTo(13);
        }
    }

    @Test
    void aTokenCountsMoreThanACertificateOfWhomever() {
        TestCertificate makers = TestAuthority.named("A modem's maker").sign("O=Maker,CN=123");
        try (RawMqtt rider = RawMqtt.tls(broker.mqttTls(), TestTls.client(makers))) {
            rider.send(RawMqtt.connect("rider", "kb", broker.token("kb", Role.RIDER)));

            assertThat(rider.read().body()[1]).isZero();
        }
    }

    /** A certificate that must not let anybody in. */
    record Bad(String what, TestCertificate certificate, String username, int code, String reason, String words) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> badCertificates() {
        Instant now = Instant.now();
        Request good = Request.of("O=kb,CN=1");
        TestAuthority notOne = KB.intermediate(Request.of("O=kb,CN=66"));
        List<X509Certificate> without =
                List.of(KB.intermediate("Not sent").sign(good).certificate());
        return Stream.of(
                untrusted("signed by another provider's authority", OTHER.sign(good)),
                untrusted("signed by itself", TestAuthority.named("Self").sign(good)),
                untrusted(
                        "signed by one of the same name",
                        TestAuthority.named("Kreisbus trackers").sign(good)),
                untrusted(
                        "without the one between",
                        new TestCertificate(without, good.keys().getPrivate())),
                invalid("signed by a tracker", notOne.sign(good), "chain does not hold"),
                invalid("not valid yet", KB.sign(good.from(now.plus(Duration.ofHours(1)))), "not valid yet"),
                bad(
                        "expired",
                        KB.sign(good.until(now.minusSeconds(1))),
                        BAD_USER_NAME_OR_PASSWORD,
                        "certificate_expired",
                        "has expired"),
                invalid("for servers only", KB.sign(good.onlyFor(KeyPurposeId.id_kp_serverAuth)), "clientAuth"),
                invalid("an authority's", KB.sign(good.authority()), "is an authority's"),
                bad(
                        "of no provider",
                        KB.sign("O=nobody,CN=1"),
                        BAD_USER_NAME_OR_PASSWORD,
                        "unknown_provider",
                        "O of the certificate"),
                bad(
                        "of two providers",
                        KB.sign("O=kb,O=other,CN=1"),
                        BAD_USER_NAME_OR_PASSWORD,
                        "unknown_provider",
                        "O of the certificate"),
                bad(
                        "of two providers in one part",
                        KB.sign("O=kb+O=other,CN=1"),
                        BAD_USER_NAME_OR_PASSWORD,
                        "unknown_provider",
                        "O of the certificate"),
                bad("without a bus", KB.sign("O=kb"), NOT_AUTHORIZED, "missing_bus", "CN of the certificate"),
                bad("of two buses", KB.sign("O=kb,CN=1,CN=2"), NOT_AUTHORIZED, "missing_bus", "CN of the certificate"),
                bad("of a bus that is none", KB.sign("O=kb,CN=a/b"), NOT_AUTHORIZED, "missing_bus", "CN of the"),
                bad(
                        "of a disabled provider",
                        KB.sign("O=disabled,CN=1"),
                        NOT_AUTHORIZED,
                        "provider_disabled",
                        "disabled"),
                new Bad(
                        "under another provider's name",
                        KB.sign(good),
                        "other",
                        NOT_AUTHORIZED,
                        "wrong_provider",
                        "is for provider kb"));
    }

    private static Bad untrusted(String what, TestCertificate certificate) {
        return bad(
                what, certificate, BAD_USER_NAME_OR_PASSWORD, "certificate_untrusted", "No authority of provider kb");
    }

    private static Bad invalid(String what, TestCertificate certificate, String words) {
        return bad(what, certificate, BAD_USER_NAME_OR_PASSWORD, "certificate_invalid", words);
    }

    private static Bad bad(String what, TestCertificate certificate, int code, String reason, String words) {
        return new Bad(what, certificate, NO_USERNAME, code, reason, words);
    }

    @ParameterizedTest
    @MethodSource("badCertificates")
    void isRefusedWithItsReason(Bad bad) {
        double before = refused(bad.reason());
        try (RawMqtt client = RawMqtt.tls(broker.mqttTls(), TestTls.client(bad.certificate()))) {
            client.send(connect(bad.username()));

            byte[] answer = client.read().body();
            assertThat(answer[1] & 0xFF).isEqualTo(bad.code());
            assertThat(new String(answer, StandardCharsets.UTF_8)).contains(bad.words());
        }
        assertThat(refused(bad.reason())).isGreaterThan(before);
    }

    private static double refused(String reason) {
        return broker.metrics()
                .lines()
                .filter(line -> line.startsWith("bellcord_guard_connects_refused_total{reason=\"" + reason + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void theConnectionEndsWithTheCertificate() {
        Request brief = Request.of("O=kb,CN=brief").until(Instant.now().plusSeconds(10));
        try (RawMqtt tracker = connected(KB.sign(brief), NO_USERNAME)) {
            RawMqtt.Packet last = tracker.read();

            assertThat(last.type()).isEqualTo(DISCONNECT);
            assertThat(last.body()[0] & 0xFF).isEqualTo(0xA0);
            assertThat(new String(last.body(), StandardCharsets.UTF_8)).contains("the certificate has expired");
        }
    }

    @Test
    void removingAnAuthorityEndsItsConnectionsAndNoOthers() {
        TestAuthority old = TestAuthority.named("Old trackers");
        register("kb", old);
        awaitKnown(old);
        try (RawMqtt goes = connected(old.sign("O=kb,CN=1"), NO_USERNAME);
                RawMqtt stays = connected(KB.sign("O=kb,CN=2"), NO_USERNAME)) {
            authorities.remove(new ProviderId("kb"), Certificates.fingerprint(old.certificate()));

            assertThat(goes.read().body()[0] & 0xFF).isEqualTo(ADMINISTRATIVE_ACTION);
            stays.send(RawMqtt.ping());
            assertThat(stays.read().type()).isEqualTo(13);
        }
    }

    @Test
    void revokingACertificateEndsItsConnectionAndLetsItInNoMore() {
        TestCertificate stolen = KB.sign("O=kb,CN=stolen");
        try (RawMqtt tracker = connected(stolen, NO_USERNAME)) {
            new RevocationRepository(broker.database())
                    .revoke(
                            new ProviderId("kb"),
                            Revocations.Kind.CERTIFICATE,
                            Certificates.fingerprint(stolen.certificate()),
                            Duration.ofDays(1));

            assertThat(tracker.read().body()[0] & 0xFF).isEqualTo(ADMINISTRATIVE_ACTION);
        }
        try (RawMqtt again = RawMqtt.tls(broker.mqttTls(), TestTls.client(stolen))) {
            again.send(connect(NO_USERNAME));
            assertThat(new String(again.read().body(), StandardCharsets.UTF_8)).contains("revoked");
        }
    }

    @Test
    void disablingTheProviderEndsItsTrackers() {
        TestAuthority closing = TestAuthority.named("Closing trackers");
        register("closing", closing);
        awaitKnown(closing);
        try (RawMqtt tracker = connected(closing.sign("O=closing,CN=1"), NO_USERNAME)) {
            broker.providers().setEnabled(new ProviderId("closing"), false);

            assertThat(tracker.read().body()[0] & 0xFF).isEqualTo(ADMINISTRATIVE_ACTION);
        }
    }

    @Test
    void namesNoAuthorityToClients() throws IOException {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            var named = new AtomicReference<List<Principal>>();
            SSLContext client = TestTls.client(new KeyManager[] {new Listening(named)});
            try (var socket = (SSLSocket) client.getSocketFactory()
                    .createSocket(
                            broker.mqttTls().getHostString(), broker.mqttTls().getPort())) {
                socket.setEnabledProtocols(new String[] {version});
                socket.startHandshake();
            }
            assertThat(named.get()).as(version).isNotNull().isEmpty();
        }
    }

    /** Has no certificate, and keeps whose the server would like. */
    private record Listening(AtomicReference<List<Principal>> named) implements X509KeyManager {
        @Override
        public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            named.set(issuers == null ? new ArrayList<>() : List.of(issuers));
            return null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[0];
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            throw new UnsupportedOperationException("it has none");
        }
    }

    private static void awaitKnown(TestAuthority authority) {
        String fingerprint = Certificates.fingerprint(authority.certificate());
        await().until(() -> broker.broker().providers().list().stream()
                .anyMatch(one -> one.authorities().find(fingerprint).isPresent()));
    }

    private static RawMqtt connected(TestCertificate certificate, String username) {
        RawMqtt client = RawMqtt.tls(broker.mqttTls(), TestTls.client(certificate));
        client.send(connect(username));
        byte[] answer = client.read().body();
        assertThat(answer[1]).as(new String(answer, StandardCharsets.UTF_8)).isZero();
        return client;
    }

    /** CONNECT of MQTT 5 without a password; an empty client identifier, so that each is somebody else. */
    private static byte[] connect(String username) {
        return username.isEmpty()
                ? packet(0x10, text("MQTT"), bytes(5, 0x02, 0, 60, 0), text(""))
                : packet(0x10, text("MQTT"), bytes(5, 0x82, 0, 60, 0), text(""), text(username));
    }

    private static byte[] publish(int packetId, String topic, String payload) {
        return packet(0x32, text(topic), bytes(0, packetId, 0), payload.getBytes(StandardCharsets.UTF_8));
    }
}
