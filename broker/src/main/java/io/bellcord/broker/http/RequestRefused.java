package io.bellcord.broker.http;

import io.bellcord.broker.accounts.AccountRefused;
import java.time.Duration;
import java.util.Optional;

/** A request is refused. It is no fault of ours, so it carries no stack trace. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String detail;
    private final transient Optional<Duration> retryAfter;

    private RequestRefused(ErrorCode code, String detail, Optional<Duration> retryAfter) {
        super(code.code(), null, false, false);
        this.code = code;
        this.detail = detail;
        this.retryAfter = retryAfter;
    }

    public RequestRefused(ErrorCode code) {
        this(code, "");
    }

    /** @param detail goes into the message: a field's name, say */
    public RequestRefused(ErrorCode code, String detail) {
        this(code, detail, Optional.empty());
    }

    public RequestRefused(ErrorCode code, Duration retryAfter) {
        this(code, "", Optional.of(retryAfter));
    }

    public static RequestRefused of(AccountRefused refused) {
        return new RequestRefused(ErrorCode.of(refused.refusal()), "", refused.retryAfter());
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    /** When trying again makes sense. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
