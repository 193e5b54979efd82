package io.bellcord.broker.observe;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.provider.CredentialHash;
import io.bellcord.broker.provider.CredentialRepository;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when that was made with which a client was let in. Of credentials PostgreSQL knows it, so it may take its time. */
public final class LoginAge {
    private static final Logger log = LoggerFactory.getLogger(LoginAge.class);

    private final CredentialRepository credentials;

    public LoginAge(CredentialRepository credentials) {
        this.credentials = credentials;
    }

    /** Empty where nobody knows, or PostgreSQL does not answer. */
    public Optional<Instant> issuedAt(Grant grant) {
        return switch (grant.proof()) {
            case Proof.Token token -> token.issuedAt();
            case Proof.Credential(var hash) -> created(grant, hash);
            case Proof.Certificate _, Proof.Nothing _ -> Optional.empty();
        };
    }

    private Optional<Instant> created(Grant grant, CredentialHash hash) {
        try {
            return credentials.findCreation(grant.provider(), hash);
        } catch (RuntimeException e) {
            log.debug("A credential's age is not known bus={}", grant.bus(), e);
            return Optional.empty();
        }
    }
}
