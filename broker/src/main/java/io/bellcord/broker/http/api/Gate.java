package io.bellcord.broker.http.api;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.http.CallerAddress;
import io.bellcord.broker.http.Callers;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.limits.TokenBuckets;
import io.bellcord.broker.transit.ProviderId;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** Who may call, and how often: who shows a good token counts by whom it is for, everybody else by address. */
public final class Gate {
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration A_SECOND = Duration.ofSeconds(1); // the rate is so many a second

    private final Callers callers;
    private final Networks trusted;
    private final CallerAddress addresses;
    private final Optional<TokenBuckets<InetAddress>> byAddress;
    private final Optional<TokenBuckets<Subject>> bySubject;

    private record Subject(ProviderId provider, Role role, String subject) {}

    /**
     * A gate before every call.
     *
     * @param trusted networks for which nothing is counted by address, and whose proxies are believed
     * @param rate of one caller; empty for any
     */
    public Gate(Callers callers, Networks trusted, Optional<Rate> rate, Ticker ticker) {
        this.callers = callers;
        this.trusted = trusted;
        addresses = new CallerAddress(trusted);
        byAddress = rate.map(one -> new TokenBuckets<>(one, MOST_REMEMBERED, ticker));
        bySubject = rate.map(one -> new TokenBuckets<>(one, MOST_REMEMBERED, ticker));
    }

    /** Lets anybody in. */
    void admit(Context context) {
        count(context);
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
            count(context);
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
            count(context);
            throw e;
        }
    }

    private void count(Context context) {
        InetAddress address = addresses.of(context);
        if (!trusted.contains(address)) {
            require(byAddress.map(all -> all.tryTake(Networks.counted(address))));
        }
    }

    private void count(Grant grant) {
        require(bySubject.map(all -> all.tryTake(new Subject(grant.provider(), grant.role(), grant.subject()))));
    }

    private static void require(Optional<Boolean> within) {
        if (!within.orElse(true)) {
            throw new RequestRefused(ErrorCode.TOO_MANY_REQUESTS, A_SECOND);
        }
    }
}
