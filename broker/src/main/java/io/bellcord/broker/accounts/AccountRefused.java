package io.bellcord.broker.accounts;

import java.time.Duration;
import java.util.Optional;

/** What a client asked for is refused. It is no fault of ours, so it carries no stack trace. */
public final class AccountRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final transient Optional<Duration> retryAfter;

    AccountRefused(Refusal refusal, Optional<Duration> retryAfter) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
        this.retryAfter = retryAfter;
    }

    AccountRefused(Refusal refusal) {
        this(refusal, Optional.empty());
    }

    public Refusal refusal() {
        return refusal;
    }

    /** When trying again makes sense. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
