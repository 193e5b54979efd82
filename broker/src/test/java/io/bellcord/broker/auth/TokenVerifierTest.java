package io.bellcord.broker.auth;

import static io.bellcord.broker.auth.AuthFixture.K1;
import static io.bellcord.broker.auth.AuthFixture.NOW;
import static io.bellcord.broker.auth.AuthFixture.assertDenied;
import static io.bellcord.broker.auth.AuthFixture.bytes;
import static io.bellcord.broker.auth.AuthFixture.driverOfKb;
import static io.bellcord.broker.auth.AuthFixture.granted;
import static io.bellcord.broker.auth.AuthFixture.keyId;
import static io.bellcord.broker.auth.AuthFixture.presented;
import static io.bellcord.broker.auth.AuthFixture.provider;
import static io.bellcord.broker.auth.AuthFixture.shared;
import static io.bellcord.broker.auth.AuthFixture.signed;
import static io.bellcord.broker.auth.AuthFixture.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Verdict.Reason;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import io.jsonwebtoken.JwtBuilder;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, and why somebody does not. */
class TokenVerifierTest {
    private final TokenVerifier verifier = verifier(
            provider("kb", K1),
            provider("metro", shared("k1", KeyAlgorithm.HS256), shared("m2", KeyAlgorithm.HS256)),
            new Provider(new ProviderId("open"), "Open Bus", true, true, List.of()),
            new Provider(new ProviderId("gone"), "Gone Bus", false, true, List.of(K1)));

    @Test
    void letsADriverInUntilTheTokenExpires() {
        Grant grant = granted(verify(driverOfKb()));

        assertThat(grant)
                .isEqualTo(new Grant(
                        new ProviderId("kb"),
                        Role.DRIVER,
                        "driver-7",
                        Optional.empty(),
                        NOW.plusSeconds(3600).plus(KeyParsers.PATIENCE),
                        new Proof.Token("k1", Optional.of("driver-7"), Optional.of("token-1"), Optional.empty())));
    }

    @Test
    void letsATrackerInForItsBus() {
        Grant grant = granted(verify(driverOfKb().claim("role", "tracker").claim("bus", "1001")));

        assertThat(grant.role()).isEqualTo(Role.TRACKER);
        assertThat(grant.bus()).contains(new BusId("1001"));
    }

    @Test
    void leavesOutABusThatOnlyTrackersHave() {
        assertThat(granted(verify(driverOfKb().claim("bus", "1001"))).bus()).isEmpty();
    }

    @Test
    void namesATokenWithoutSubjectByItsRole() {
        assertThat(granted(verify(driverOfKb().subject(null))).subject()).isEqualTo("driver");
    }

    @Test
    void keepsLineBreaksOfASubjectOutOfTheLog() {
        assertThat(granted(verify(driverOfKb().subject("a\nERROR b"))).subject())
                .isEqualTo("a?ERROR b");
    }

    @Test
    void letsRidersOfAPublicProviderInWithoutPassword() {
        Grant grant = granted(verifier.verify(presented("open", null)));

        assertThat(grant.role()).isEqualTo(Role.RIDER);
        assertThat(keyId(grant)).isEmpty();
        assertThat(verifier.verify(presented("open", new byte[0]))).isEqualTo(verifier.verify(presented("open", null)));
    }

    @Test
    void doesNotTakeAWrongPasswordOfAPublicProviderForNone() {
        assertDenied(verifier.verify(presented("open", bytes("guess"))), Reason.TOKEN_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "kb/1001", "KB"})
    void refusesAUsernameThatIsNoProvider(String username) {
        assertDenied(verifier.verify(presented(username, bytes("x"))), Reason.UNKNOWN_PROVIDER, "username");
    }

    @Test
    void refusesAMissingUsername() {
        assertDenied(verifier.verify(presented(null, bytes(signed(driverOfKb(), K1)))), Reason.UNKNOWN_PROVIDER);
    }

    @Test
    void refusesAMissingPasswordOfAProviderThatIsNotPublic() {
        assertDenied(verifier.verify(presented("kb", null)), Reason.MISSING_PASSWORD, "access token of provider kb");
    }

    @Test
    void refusesADisabledProviderEvenWhenPublic() {
        assertDenied(verifier.verify(presented("gone", null)), Reason.PROVIDER_DISABLED);
        assertDenied(verifier.verify(presented("gone", bytes(signed(driverOfKb(), K1)))), Reason.PROVIDER_DISABLED);
    }

    @Test
    void refusesAnExpiredTokenAfterAFewSecondsOfPatience() {
        JwtBuilder justNow = driverOfKb().expiration(Date.from(NOW.minusSeconds(4)));
        JwtBuilder tooLong = driverOfKb().expiration(Date.from(NOW.minusSeconds(6)));

        assertThat(granted(verify(justNow)).expiresAt()).isEqualTo(NOW.plusSeconds(1));
        assertDenied(verify(tooLong), Reason.TOKEN_EXPIRED, "2026-11-22T07:59:54Z", "get a new one");
    }

    @Test
    void refusesATokenThatNeverExpires() {
        assertDenied(verify(driverOfKb().expiration(null)), Reason.TOKEN_INVALID, "exp");
    }

    @Test
    void refusesATokenThatIsNotYetValid() {
        JwtBuilder tomorrow = driverOfKb().notBefore(Date.from(NOW.plusSeconds(86_400)));

        assertDenied(verify(tomorrow), Reason.TOKEN_INVALID, "not valid before 2026-11-23T08:00:00Z");
    }

    @Test
    void refusesARefreshToken() {
        assertDenied(verify(driverOfKb().claim("tokenType", "refresh")), Reason.WRONG_TOKEN_TYPE, "refresh");
        assertDenied(verify(driverOfKb().claim("tokenType", null)), Reason.WRONG_TOKEN_TYPE, "missing");
        assertDenied(verify(driverOfKb().claim("tokenType", 7)), Reason.WRONG_TOKEN_TYPE, "missing");
    }

    @Test
    void refusesATokenThatClaimsAnotherProvider() {
        assertDenied(verify(driverOfKb().claim("provider", "metro")), Reason.WRONG_PROVIDER, "metro", "kb");
        assertDenied(verify(driverOfKb().claim("provider", null)), Reason.WRONG_PROVIDER, "no provider claim");
    }

    @Test
    void refusesAnotherTenantsTokenThoughItsKeyHasTheSameName() {
        assertDenied(
                verifier.verify(presented("metro", bytes(signed(driverOfKb(), K1)))),
                Reason.WRONG_PROVIDER,
                "for provider kb but the username is metro");
    }

    @Test
    void saysWhoseTokenItIsWhenTheKeyIsAnotherTenants() {
        var m2 = shared("m2", KeyAlgorithm.HS256);
        JwtBuilder ofMetro = driverOfKb().header().keyId("m2").and().claim("provider", "metro");

        assertDenied(
                verifier.verify(presented("kb", bytes(signed(ofMetro, m2)))), Reason.WRONG_PROVIDER, "metro", "kb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DRIVER", "admin", ""})
    void refusesARoleThatIsNone(String role) {
        assertDenied(verify(driverOfKb().claim("role", role)), Reason.UNKNOWN_ROLE, "tracker, driver, rider, operator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "+", "#"})
    void refusesATrackerWhoseBusIsNone(String bus) {
        assertDenied(verify(driverOfKb().claim("role", "tracker").claim("bus", bus)), Reason.MISSING_BUS, "bus claim");
    }

    @Test
    void refusesATrackerWithoutBus() {
        assertDenied(verify(driverOfKb().claim("role", "tracker")), Reason.MISSING_BUS);
    }

    private Verdict verify(JwtBuilder token) {
        return verifier.verify(presented("kb", bytes(signed(token, K1))));
    }
}
