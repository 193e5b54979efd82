package io.bellcord.broker.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows of itself to be let in; nothing of it is known to be true.
 *
 * @param username the provider's id
 * @param password an access token or a tracker credential; null or empty for a rider of a provider whose buses
 *     are public
 * @param certificates the client's own first, whose key it holds; empty without TLS, and where it showed none
 */
public record Presented(@Nullable String username, byte @Nullable [] password, List<X509Certificate> certificates) {
    public Presented {
        certificates = List.copyOf(certificates);
    }

    /** Without a certificate. */
    public Presented(@Nullable String username, byte @Nullable [] password) {
        this(username, password, List.of());
    }

    boolean hasPassword() {
        return password != null && password.length > 0;
    }

    /** Without the password: who has it can log in with it. */
    @Override
    public String toString() {
        return "Presented[hasPassword=" + hasPassword() + ", certificates=" + certificates.size() + "]";
    }
}
