package io.bellcord.broker.http;

import io.bellcord.broker.accounts.Refusal;
import java.util.Locale;

/** What went wrong, for programs: these do not change. docs/PROTOCOL.md explains them. */
public enum ErrorCode {
    MALFORMED_REQUEST(400),
    MALFORMED_JSON(400),
    MISSING_FIELD(400),
    WRONG_TYPE(400),
    INVALID_ID(400),
    INVALID_PARAMETER(400),
    NOT_AUTHENTICATED(401),
    LOGIN_FAILED(401),
    TOKEN_INVALID(401),
    TOKEN_EXPIRED(401),
    WRONG_TOKEN_TYPE(401),
    TOKEN_REUSED(401),
    TOKEN_REVOKED(401),
    WRONG_PROVIDER(403),
    PROVIDER_DISABLED(403),
    NOT_ALLOWED(403),
    NOT_FOUND(404),
    UNKNOWN_PROVIDER(404),
    USER_NOT_FOUND(404),
    UNKNOWN_BUS(404),
    METHOD_NOT_ALLOWED(405),
    CANNOT_SIGN(409),
    TOO_MANY_CREDENTIALS(409),
    BODY_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    POSITION_REFUSED(422),
    TOO_MANY_ATTEMPTS(429),
    TOO_OFTEN(429),
    TOO_MANY_REQUESTS(429),
    TOO_MANY_STREAMS(429),
    HEADERS_TOO_LARGE(431),
    SERVER_ERROR(500),
    BUSY(503),
    DATABASE_UNAVAILABLE(503);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** Whether it says that a token is not good. */
    boolean isOfToken() {
        return status == 401 || this == WRONG_PROVIDER;
    }

    /** As it stands in an answer and in metrics. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ErrorCode of(Refusal refusal) {
        return switch (refusal) {
            case UNKNOWN_PROVIDER -> UNKNOWN_PROVIDER;
            case PROVIDER_DISABLED -> PROVIDER_DISABLED;
            case LOGIN_FAILED -> LOGIN_FAILED;
            case TOO_MANY_ATTEMPTS -> TOO_MANY_ATTEMPTS;
            case BUSY -> BUSY;
            case DATABASE_UNAVAILABLE -> DATABASE_UNAVAILABLE;
            case CANNOT_SIGN -> CANNOT_SIGN;
            case TOKEN_INVALID -> TOKEN_INVALID;
            case TOKEN_EXPIRED -> TOKEN_EXPIRED;
            case WRONG_TOKEN_TYPE -> WRONG_TOKEN_TYPE;
            case WRONG_PROVIDER -> WRONG_PROVIDER;
            case TOKEN_REUSED -> TOKEN_REUSED;
            case TOKEN_REVOKED -> TOKEN_REVOKED;
            case USER_NOT_FOUND -> USER_NOT_FOUND;
        };
    }
}
