package io.bellcord.broker.testing;

import io.bellcord.broker.provider.CredentialHash;
import io.bellcord.broker.provider.CredentialRepository;
import io.bellcord.broker.provider.Installation;
import io.bellcord.broker.provider.TrackerCredential;
import io.bellcord.broker.provider.TrackerSecret;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.Optional;

/** A tracker's credential that was added to a broker's database. */
public record Credential(String provider, String bus, TrackerSecret secret, CredentialHash hash) {
    public static Credential add(TestBroker broker, String provider, String bus, Optional<Instant> end) {
        TrackerSecret secret = TrackerSecret.random();
        CredentialHash hash = Installation.credentialKey(broker.database(), "").hash(secret);
        new CredentialRepository(broker.database())
                .add(new ProviderId(provider), new TrackerCredential(hash, new BusId(bus), end), false, Instant.now());
        return new Credential(provider, bus, secret, hash);
    }

    /** Ends this one; another of the bus goes on. */
    public void revoke(TestBroker broker) {
        String id = hash.toString().substring(0, 12);
        new CredentialRepository(broker.database())
                .revoke(new ProviderId(provider), new BusId(bus), Optional.of(id), Instant.now());
    }

    public String password() {
        return secret.text();
    }
}
