package io.bellcord.broker.auth;

import static io.bellcord.broker.auth.AuthFixture.CREDENTIAL_KEY;
import static io.bellcord.broker.auth.AuthFixture.K1;
import static io.bellcord.broker.auth.AuthFixture.NOW;
import static io.bellcord.broker.auth.AuthFixture.assertDenied;
import static io.bellcord.broker.auth.AuthFixture.bytes;
import static io.bellcord.broker.auth.AuthFixture.driverOfKb;
import static io.bellcord.broker.auth.AuthFixture.granted;
import static io.bellcord.broker.auth.AuthFixture.presented;
import static io.bellcord.broker.auth.AuthFixture.provider;
import static io.bellcord.broker.auth.AuthFixture.signed;
import static io.bellcord.broker.auth.AuthFixture.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.Credentials;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.provider.Revocations;
import io.bellcord.broker.provider.TrackerCredential;
import io.bellcord.broker.provider.TrackerSecret;
import io.bellcord.broker.transit.BusId;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CredentialVerifierTest {
    private final TrackerSecret secret = TrackerSecret.random();

    @Test
    void letsTheTrackerOfItsBusIn() {
        Grant grant = granted(verify(kb(Optional.empty()), secret.text()));

        assertThat(grant.role()).isEqualTo(Role.TRACKER);
        assertThat(grant.bus()).contains(new BusId("1001"));
        assertThat(grant.proof()).isEqualTo(new Proof.Credential(CREDENTIAL_KEY.hash(secret)));
        assertThat(grant.expiresAt()).isEqualTo(Instant.MAX);
    }

    @Test
    void tellsMistypedFromUnknownAndFromEnded() {
        String mistyped = secret.text().substring(0, 36) + (secret.text().endsWith("0") ? "1" : "0");

        assertDenied(verify(kb(Optional.empty()), mistyped), Reason.CREDENTIAL_UNKNOWN, "mistyped");
        assertDenied(
                verify(kb(Optional.empty()), TrackerSecret.random().text()),
                Reason.CREDENTIAL_UNKNOWN,
                "no such credential");
        assertDenied(verify(kb(Optional.of(NOW)), secret.text()), Reason.CREDENTIAL_ENDED, "bus 1001");
    }

    @Test
    void ofAnotherProviderIsUnknown() {
        assertDenied(
                verifier(provider("metro", K1), kb(Optional.empty())).verify(presented("metro", bytes(secret.text()))),
                Reason.CREDENTIAL_UNKNOWN);
    }

    @Test
    void holdsUntilItEndsOrIsGone() {
        Grant grant = granted(verify(kb(Optional.of(NOW.plusSeconds(60))), secret.text()));

        assertThat(holds(grant, kb(Optional.of(NOW.plusSeconds(60))), NOW.plusSeconds(59)))
                .isTrue();
        assertThat(holds(grant, kb(Optional.of(NOW.plusSeconds(60))), NOW.plusSeconds(60)))
                .isFalse();
        assertThat(holds(grant, provider("kb", K1), NOW)).isFalse();
    }

    @Test
    void refusesARevokedTokenAndEndsItsConnection() {
        String token = signed(driverOfKb(), K1);
        Grant grant = granted(verify(provider("kb", K1), token));
        Provider revoked = provider("kb", K1).withRevocations(new Revocations(Set.of("token-1"), Map.of(), Set.of()));

        assertDenied(verify(revoked, token), Reason.TOKEN_REVOKED, "get a new one");
        assertThat(holds(grant, revoked, NOW)).isFalse();
    }

    @Test
    void refusesWhatASubjectWasIssuedBeforeItsRevocation() {
        Provider revoked = provider("kb", K1)
                .withRevocations(new Revocations(Set.of(), Map.of("driver-7", NOW.plusMillis(300)), Set.of()));

        assertDenied(verify(revoked, signed(driverOfKb(), K1)), Reason.TOKEN_REVOKED); // it does not tell when
        assertDenied(verify(revoked, signed(driverOfKb().issuedAt(Date.from(NOW)), K1)), Reason.TOKEN_REVOKED);
        granted(verify(revoked, signed(driverOfKb().issuedAt(Date.from(NOW.plusSeconds(1))), K1)));
        granted(verify(revoked, signed(driverOfKb().subject("driver-8"), K1)));
    }

    @Test
    void revokesNoOtherSubjectThatLooksTheSameInALog() {
        String start = "x".repeat(64);
        Provider revoked = provider("kb", K1)
                .withRevocations(new Revocations(Set.of(), Map.of(start + "…", NOW, "a?b", NOW), Set.of()));

        granted(verify(revoked, signed(driverOfKb().subject(start + "y"), K1)));
        granted(verify(revoked, signed(driverOfKb().subject("a\nb"), K1)));
    }

    private static boolean holds(Grant grant, Provider provider, Instant at) {
        return grant.stillHolds(new Providers(List.of(provider)), at);
    }

    private Provider kb(Optional<Instant> end) {
        return provider("kb", K1)
                .withCredentials(Credentials.of(
                        List.of(new TrackerCredential(CREDENTIAL_KEY.hash(secret), new BusId("1001"), end))));
    }

    private static Verdict verify(Provider provider, String password) {
        return verifier(provider).verify(presented("kb", bytes(password)));
    }
}
