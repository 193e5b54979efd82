package io.bellcord.broker.provider;

/** What an operator asked for cannot be done; the message says why not, and what can. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why it cannot be done. */
    public enum Reason {
        UNKNOWN_PROVIDER,
        UNKNOWN_KEY,
        UNKNOWN_USER,
        UNKNOWN_CREDENTIAL,
        UNKNOWN_GTFS,
        ALREADY_EXISTS,
        /** A bus has as many valid credentials as it may have. */
        TOO_MANY_CREDENTIALS,
        /** The key that a node was given is not the one of the installation. */
        WRONG_CREDENTIAL_KEY,
        /** A public key or a shared secret that cannot be used. */
        UNUSABLE_KEY,
        /** One too short or too long, or a hash that is none. */
        UNUSABLE_PASSWORD,
        /** A certificate that is no authority's, or too weak a one. */
        UNUSABLE_CERTIFICATE,
        /** The address where a provider publishes its keys does not answer, or not with keys. */
        UNREADABLE_JWKS,
        /** PostgreSQL does not answer. */
        DATABASE_UNAVAILABLE,
        /** A GTFS that cannot be had, or not be imported. */
        UNUSABLE_GTFS,
        /** Bellcord holds only public keys of the provider, so it cannot sign. */
        CANNOT_SIGN
    }

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
