package io.bellcord.broker.http.api;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.http.CallRate;
import io.bellcord.broker.http.Callers;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.limits.TokenBuckets;
import io.bellcord.broker.transit.ProviderId;
import io.javalin.http.Context;
import java.util.Optional;

/** Who may call, and how often: who shows a good token counts by whom it is for, everybody else by address. */
public final class Gate {
    private static final int MOST_REMEMBERED = 10_000;

    private final Callers callers;
    private final CallRate byAddress;
    private final Optional<TokenBuckets<Subject>> bySubject;

    private record Subject(ProviderId provider, Role role, String subject) {}

    /**
     * A gate before every call.
     *
     * @param byAddress of who shows no good token
     * @param rate of who does; empty for any
     */
    public Gate(Callers callers, CallRate byAddress, Optional<Rate> rate, Ticker ticker) {
        this.callers = callers;
        this.byAddress = byAddress;
        bySubject = rate.map(one -> new TokenBuckets<>(one, MOST_REMEMBERED, ticker));
    }

    /** Lets anybody in. */
    void admit(Context context) {
        byAddress.count(context);
    }

    /**
     * Lets in who is of the audience.
     *
     * @param provider as it was written, valid or not
     * @throws RequestRefused for everybody else
     */
    Grant admit(Context context, String provider, Audience audience) {
        Grant grant = grant(context, provider);
        if (grant.proof() instanceof Proof.Nothing) {
            byAddress.count(context);
        } else {
            count(grant);
        }
        if (!audience.includes(grant)) {
            throw new RequestRefused(
                    ErrorCode.NOT_ALLOWED, "this is not for a " + grant.role().code() + "'s token");
        }
        return grant;
    }

    private Grant grant(Context context, String provider) {
        try {
            Optional<String> token = Callers.token(context);
            return token.isPresent() ? callers.verified(context, provider, token.get()) : callers.anonymous(provider);
        } catch (RequestRefused e) {
            byAddress.count(context);
            throw e;
        }
    }

    private void count(Grant grant) {
        var subject = new Subject(grant.provider(), grant.role(), grant.subject());
        if (!bySubject.map(all -> all.tryTake(subject)).orElse(true)) {
            throw new RequestRefused(ErrorCode.TOO_MANY_REQUESTS, CallRate.A_SECOND);
        }
    }
}
