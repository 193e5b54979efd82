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
        ALREADY_EXISTS,
        /** A public key or a shared secret that cannot be used. */
        UNUSABLE_KEY,
        /** One too short or too long, or a hash that is none. */
        UNUSABLE_PASSWORD,
        /** A certificate that is no authority's, or too weak a one. */
        UNUSABLE_CERTIFICATE,
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
