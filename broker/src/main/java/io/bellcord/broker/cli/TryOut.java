package io.bellcord.broker.cli;

import io.bellcord.broker.auth.Role;
import io.bellcord.broker.auth.TokenIssuer;
import io.bellcord.broker.auth.TokenRequest;
import io.bellcord.broker.cli.ReadyFile.DemoProvider;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.transit.BusId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Tokens with which a provider can be tried out at once. */
public final class TryOut {
    private final TokenIssuer issuer;
    private final Clock clock;

    public TryOut(Clock clock) {
        this.issuer = new TokenIssuer(clock);
        this.clock = clock;
    }

    /** Empty where nobody is let in, or where we hold no secret to sign with. */
    public Optional<DemoProvider> of(Provider provider, Duration lifetime) {
        boolean signs = provider.activeKeys(clock.instant()).stream()
                .anyMatch(key -> key.algorithm().isShared());
        return provider.enabled() && signs
                ? Optional.of(new DemoProvider(
                        provider.id().value(),
                        token(provider, Role.RIDER, lifetime),
                        token(provider, Role.DRIVER, lifetime)))
                : Optional.empty();
    }

    public String token(Provider provider, Role role, Duration lifetime) {
        return issue(provider, new TokenRequest(role, role.code(), Optional.empty(), lifetime));
    }

    public String tracker(Provider provider, BusId bus, Duration lifetime) {
        return issue(provider, new TokenRequest(Role.TRACKER, bus.value(), Optional.of(bus), lifetime));
    }

    private String issue(Provider provider, TokenRequest request) {
        return issuer.issue(provider, request).value();
    }
}
