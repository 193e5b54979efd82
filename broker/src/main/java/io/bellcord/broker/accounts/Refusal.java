package io.bellcord.broker.accounts;

/** Why an account is not served. docs/PROTOCOL.md explains them. */
public enum Refusal {
    UNKNOWN_PROVIDER,
    PROVIDER_DISABLED,
    /** No such user of the provider, or another password; which of them is not told. */
    LOGIN_FAILED,
    TOO_MANY_ATTEMPTS,
    /** More at once than can be worked on. */
    BUSY,
    DATABASE_UNAVAILABLE,
    /** The provider has no shared secret, so its own system issues tokens. */
    CANNOT_SIGN,
    TOKEN_INVALID,
    TOKEN_EXPIRED,
    WRONG_TOKEN_TYPE,
    WRONG_PROVIDER,
    /** A refresh token that has been used: its family is revoked. */
    TOKEN_REUSED,
    /** A token that no longer counts although it has not expired. */
    TOKEN_REVOKED,
    /** A token of somebody who has no account here. */
    USER_NOT_FOUND
}
