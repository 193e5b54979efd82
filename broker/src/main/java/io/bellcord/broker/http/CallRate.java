package io.bellcord.broker.http;

import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.limits.Rate;
import io.bellcord.broker.limits.Ticker;
import io.bellcord.broker.limits.TokenBuckets;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** How often each address may call. Safe for use by many threads. */
public final class CallRate {
    /** When to try again: the rate is so many a second. */
    public static final Duration A_SECOND = Duration.ofSeconds(1);

    private static final int MOST_REMEMBERED = 10_000;

    private final Networks trusted;
    private final CallerAddress addresses;
    private final Optional<TokenBuckets<InetAddress>> byAddress;

    /**
     * Of some calls.
     *
     * @param rate of one address; empty for any
     * @param trusted networks for which nothing is counted, and whose proxies are believed
     */
    public CallRate(Optional<Rate> rate, Networks trusted, Ticker ticker) {
        this.trusted = trusted;
        addresses = new CallerAddress(trusted);
        byAddress = rate.map(one -> new TokenBuckets<>(one, MOST_REMEMBERED, ticker));
    }

    /**
     * Counts a call.
     *
     * @throws RequestRefused where the address has called too often
     */
    public void count(Context context) {
        InetAddress address = addresses.of(context);
        if (!trusted.contains(address)
                && !byAddress.map(all -> all.tryTake(Networks.counted(address))).orElse(true)) {
            throw new RequestRefused(ErrorCode.TOO_MANY_REQUESTS, A_SECOND);
        }
    }
}
