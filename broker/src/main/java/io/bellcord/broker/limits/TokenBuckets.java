package io.bellcord.broker.limits;

/**
 * A {@link Rate} for each key. A key that was not used until its bucket is full again needs none; past the bound the
 * longest unused is forgotten, and starts anew. Safe for use by many threads.
 */
public final class TokenBuckets<K> {
    private final Rate rate;
    private final Ticker ticker;
    private final Recent<K, TokenBucket> buckets;

    /** @param most keys that are remembered */
    public TokenBuckets(Rate rate, int most, Ticker ticker) {
        this.rate = rate;
        this.ticker = ticker;
        buckets = new Recent<>(most, rate.every().multipliedBy(rate.burst()), ticker);
    }

    public boolean tryTake(K key) {
        return buckets.get(key, () -> new TokenBucket(rate, ticker)).tryTake();
    }
}
