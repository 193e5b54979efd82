package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.IssuedToken;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenIssuer;
import io.bellcord.broker.auth.TokenRequest;
import io.bellcord.broker.provider.RevocationRepository;
import io.bellcord.broker.provider.Revocations.Kind;
import io.bellcord.broker.testing.Credential;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.transit.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is taken back is taken back on every node: here on two over one PostgreSQL. */
class RevocationIT {
    private static final Logger log = LoggerFactory.getLogger(RevocationIT.class);
    private static final ProviderId KB = new ProviderId("kb");

    private static TestBroker broker;
    private static Broker other;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
        other = broker.startAnother();
    }

    @AfterAll
    static void stop() {
        other.close();
        broker.close();
    }

    @Test
    void ofATokenEndsItsConnectionsAndNoOther() {
        IssuedToken token = issue("kb", "ann");
        IssuedToken another = issue("kb", "ann");
        try (TestClient stays = connect(broker.broker(), "kb", another.value())) {
            endsOnBothNodes("token", "kb", token.value(), () -> revoke(Kind.TOKEN, token.id()));

            assertThat(broker.reasonOfRefusal("kb", token.value())).contains("revoked");
            assertThat(stays.isConnected()).isTrue();
        }
    }

    @Test
    void ofASubjectEndsAllThatItWasIssuedBeforeAndLetsItLogInAgain() {
        IssuedToken token = issue("kb", "bob");
        IssuedToken ofAnother = issue("kb", "bobby");
        try (TestClient stays = connect(broker.broker(), "kb", ofAnother.value())) {
            endsOnBothNodes("subject", "kb", token.value(), () -> revoke(Kind.SUBJECT, "bob"));

            assertThat(broker.reasonOfRefusal("kb", token.value())).contains("revoked");
            assertThat(stays.isConnected()).isTrue();
            // At once, in the same second: the issuer knows of the revocation.
            connect(broker.broker(), "kb", issue("kb", "bob").value()).close();
        }
    }

    @Test
    void ofACredentialEndsItsConnections() {
        Credential credential = Credential.add(broker, "kb", "1001", Optional.empty());
        awaitLetIn(broker.broker(), credential.password());
        awaitLetIn(other, credential.password());

        endsOnBothNodes("credential", "kb", credential.password(), () -> credential.revoke(broker));

        assertThat(broker.reasonOfRefusal("kb", credential.password())).contains("was revoked");
    }

    @Test
    void ofAProviderEndsAllOfItsConnections() {
        IssuedToken token = issue("closing", "carl");

        endsOnBothNodes(
                "provider",
                "closing",
                token.value(),
                () -> broker.providers().setEnabled(new ProviderId("closing"), false));

        assertThat(broker.reasonOfRefusal("closing", token.value())).contains("disabled");
    }

    private static void endsOnBothNodes(String what, String provider, String password, Runnable revocation) {
        try (TestClient here = connect(broker.broker(), provider, password);
                TestClient there = connect(other, provider, password)) {
            long start = System.nanoTime();
            revocation.run();
            await().pollInterval(Duration.ofMillis(5)).until(() -> !here.isConnected() && !there.isConnected());
            log.info("Both nodes closed revoked={} afterMs={}", what, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static void awaitLetIn(Broker node, String password) {
        await().until(() -> {
            try (TestClient probe = client(node)) {
                return probe.connect("kb", password) == 0;
            }
        });
    }

    private static TestClient connect(Broker node, String provider, String password) {
        TestClient client = client(node);
        assertThat(client.connect(provider, password)).isZero();
        return client;
    }

    private static TestClient client(Broker node) {
        return Flavour.HIVEMQ_5_TCP.create(
                node.mqtt(), node.webSocket(), UUID.randomUUID().toString());
    }

    private static void revoke(Kind kind, String value) {
        new RevocationRepository(broker.database()).revoke(KB, kind, value, Duration.ofHours(2));
    }

    private static IssuedToken issue(String provider, String subject) {
        var request = new TokenRequest(Role.DRIVER, subject, Optional.empty(), Duration.ofHours(1));
        return new TokenIssuer(Clock.systemUTC()).issue(broker.providers().get(new ProviderId(provider)), request);
    }
}
