package io.bellcord.broker.auth;

/** What the verification of a CONNECT's username and password came to. */
public sealed interface Verdict {
    record Granted(Grant grant) implements Verdict {}

    /**
     * Not let in.
     *
     * @param message for the client's reason string: what is wrong and what would be right, no secret
     */
    record Denied(Reason reason, String message) implements Verdict {}

    /** Why a client is not let in; each is counted by its name. */
    enum Reason {
        /** No username, or one that is no provider's id. */
        UNKNOWN_PROVIDER,
        PROVIDER_DISABLED,
        MISSING_PASSWORD,
        /** No token that we know, or a signature that does not hold. */
        TOKEN_INVALID,
        TOKEN_EXPIRED,
        /** Alone, or with all of its subject's. */
        TOKEN_REVOKED,
        /** A tracker credential that is mistyped or that nobody made. */
        CREDENTIAL_UNKNOWN,
        /** A tracker credential that was revoked or has expired. */
        CREDENTIAL_ENDED,
        /** A certificate that is not for this use, or whose chain does not hold. */
        CERTIFICATE_INVALID,
        /** No authority of its provider has signed it. */
        CERTIFICATE_UNTRUSTED,
        CERTIFICATE_EXPIRED,
        CERTIFICATE_REVOKED,
        /** A refresh token where an access token is needed. */
        WRONG_TOKEN_TYPE,
        /** A token of another provider. */
        WRONG_PROVIDER,
        UNKNOWN_ROLE,
        /** A tracker's token that names no bus. */
        MISSING_BUS
    }
}
