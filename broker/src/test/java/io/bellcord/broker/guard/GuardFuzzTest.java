package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenIssuer;
import io.bellcord.broker.auth.TokenRequest;
import io.bellcord.broker.auth.TokenVerifier;
import io.bellcord.broker.guard.WatchedMoquette.Manner;
import io.bellcord.broker.provider.CredentialKey;
import io.bellcord.broker.provider.KeyAlgorithm;
import io.bellcord.broker.provider.KeyMaterial;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.ProviderKey;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.testing.CapturedLog;
import io.bellcord.broker.testing.Fleet;
import io.bellcord.broker.testing.FuzzInput;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whatever a client sends, and whenever: docs/TESTING.md says how this is fuzzed. */
class GuardFuzzTest {
    private static final TokenIssuer ISSUER = new TokenIssuer(Fleet.CLOCK);
    private static final Provider KB = provider("kb", false);
    private static final Provider OTHER = provider("other", false);
    private static final Providers PROVIDERS = new Providers(List.of(KB, OTHER, provider("public", true)));
    private static final TokenVerifier TOKENS = new TokenVerifier(() -> PROVIDERS, CredentialKey.random(), Fleet.CLOCK);

    /** Chosen by their place here: a new one comes last, or the corpus means something else. */
    private static final List<String> PASSWORDS = List.of(
            token(KB, Role.RIDER),
            token(KB, Role.TRACKER),
            token(KB, Role.DRIVER),
            token(KB, Role.OPERATOR),
            token(OTHER, Role.RIDER),
            token(OTHER, Role.DRIVER),
            "",
            "no token");

    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static final CapturedLog PROBLEMS = CapturedLog.errors();

    @FuzzTest
    void letsNothingThroughThatItMustHoldBack(byte[] bytes) {
        FuzzInput in = new FuzzInput(bytes);
        PROBLEMS.take();
        try (Conversation conversation =
                new Conversation(TOKENS, PASSWORDS, METERS, in.pick(List.of(Manner.values())))) {
            conversation.play(in);
            assertThat(conversation.end()).isEmpty();
        }
        assertThat(PROBLEMS.take()).isEmpty();
    }

    private static Provider provider(String id, boolean publicRead) {
        ProviderKey key = ProviderKey.of("k1", KeyAlgorithm.HS256, KeyMaterial.newSecret(KeyAlgorithm.HS256));
        return new Provider(new ProviderId(id), "Provider " + id, true, publicRead, List.of(key));
    }

    private static String token(Provider provider, Role role) {
        Optional<BusId> bus = role == Role.TRACKER ? Optional.of(new BusId("7")) : Optional.empty();
        return ISSUER.issue(provider, new TokenRequest(role, "somebody", bus, Duration.ofHours(1)))
                .value();
    }
}
