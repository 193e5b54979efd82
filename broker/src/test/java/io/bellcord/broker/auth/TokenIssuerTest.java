package io.bellcord.broker.auth;

import static io.bellcord.broker.auth.AuthFixture.CLOCK;
import static io.bellcord.broker.auth.AuthFixture.K1;
import static io.bellcord.broker.auth.AuthFixture.NOW;
import static io.bellcord.broker.auth.AuthFixture.bytes;
import static io.bellcord.broker.auth.AuthFixture.granted;
import static io.bellcord.broker.auth.AuthFixture.keyId;
import static io.bellcord.broker.auth.AuthFixture.presented;
import static io.bellcord.broker.auth.AuthFixture.provider;
import static io.bellcord.broker.auth.AuthFixture.shared;
import static io.bellcord.broker.auth.AuthFixture.verifier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.testing.TestKeys;
import io.bellcord.broker.transit.BusId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenIssuerTest {
    private static final TokenRequest TRACKER =
            new TokenRequest(Role.TRACKER, "tracker-1001", Optional.of(new BusId("1001")), Duration.ofDays(1));

    private final TokenIssuer issuer = new TokenIssuer(CLOCK);

    @ParameterizedTest
    @EnumSource(names = {"HS256", "HS384", "HS512"})
    void issuesWhatTheVerifierTakes(KeyAlgorithm algorithm) {
        Provider kb = provider("kb", shared("k1", algorithm));

        IssuedToken token = issuer.issue(kb, TRACKER);

        Grant grant = granted(verifier(kb).verify(presented("kb", bytes(token.value()))));
        assertThat(grant.role()).isEqualTo(Role.TRACKER);
        assertThat(grant.bus()).contains(new BusId("1001"));
        assertThat(grant.subject()).isEqualTo("tracker-1001");
        assertThat(((Proof.Token) grant.proof()).tokenId()).contains(token.id());
        assertThat(((Proof.Token) grant.proof()).issuedAt()).contains(NOW);
        assertThat(token.expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void signsWithTheNewestSharedSecretThatIsValid() {
        ProviderKey future = new ProviderKey(
                "future", K1.algorithm(), K1.material(), Optional.of(NOW.plusSeconds(1)), Optional.empty());
        ProviderKey theirs = ProviderKey.of(
                "theirs", KeyAlgorithm.EDDSA, TestKeys.pem(TestKeys.ed25519().getPublic()));
        Provider kb = provider("kb", future, theirs, K1, shared("older", KeyAlgorithm.HS256));

        IssuedToken token = issuer.issue(kb, TRACKER);

        assertThat(keyId(granted(verifier(kb).verify(presented("kb", bytes(token.value()))))))
                .contains("k1");
    }

    @Test
    void saysWhatToDoForAProviderThatSignsItself() {
        assertThatThrownBy(() -> issuer.issue(provider("kb"), TRACKER))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("admin key add --provider kb --algorithm HS256");
    }

    @Test
    void givesEachTokenItsOwnId() {
        Provider kb = provider("kb", K1);

        assertThat(issuer.issue(kb, TRACKER).id())
                .isNotEqualTo(issuer.issue(kb, TRACKER).id());
    }

    @Test
    void staysShortEnoughForAModem() {
        assertThat(issuer.issue(provider("kb", K1), TRACKER).value()).hasSizeLessThan(360);
    }
}
