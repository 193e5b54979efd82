package io.bellcord.broker.limits;

import java.time.Duration;

/**
 * Slows down who fails to log in again and again. A key is whatever failures have in common: an address, a user, a
 * credential. Only failures are looked at, so a key that many share, such as the one address of a mobile network, holds
 * nobody up who succeeds: the caller verifies first and asks here only how long to wait with saying no. A success forgives
 * nothing either: it may be another's. One failure is forgotten at a time, as time passes. Safe for use by many threads.
 */
public final class FailedLogins<K> {
    /** The first delay is this part of the longest; each further failure doubles it. */
    private static final int FIRST_PART = 32;

    /**
     * How failures add up.
     *
     * @param forgiven failures that are answered at once: people mistype, devices are set up
     * @param longestDelay of one answer
     * @param blockedAt failures at which a key is blocked
     * @param forgetOneEvery the time in which one failure is forgotten
     */
    public record Rules(int forgiven, Duration longestDelay, int blockedAt, Duration forgetOneEvery) {}

    private final Rules rules;
    private final Ticker ticker;
    private final long forgetOne;
    private final Recent<K, Failures> failures;

    /** Of one key. Not above what blocks it, so that a block ends {@code forgetOneEvery} after the last failure. */
    private final class Failures {
        private long allForgottenAt = ticker.nanos();

        private synchronized int count() {
            long left = allForgottenAt - ticker.nanos();
            return left <= 0 ? 0 : (int) Math.min(rules.blockedAt(), (left + forgetOne - 1) / forgetOne);
        }

        private synchronized int add() {
            long now = ticker.nanos();
            long from = allForgottenAt - now > 0 ? allForgottenAt : now;
            long most = now + forgetOne * rules.blockedAt();
            allForgottenAt = from + forgetOne - most > 0 ? most : from + forgetOne;
            return count();
        }
    }

    /** @param most keys that are remembered; past it, the one without a failure for longest is forgotten */
    public FailedLogins(Rules rules, int most, Ticker ticker) {
        this.rules = rules;
        this.ticker = ticker;
        forgetOne = rules.forgetOneEvery().toNanos();
        failures = new Recent<>(most, rules.forgetOneEvery().multipliedBy(rules.blockedAt()), ticker);
    }

    /** Counts a failure; returns how long to wait before it is answered, by a timer and not by a thread. */
    public Duration failed(K key) {
        int count = failures.get(key, Failures::new).add();
        int tooMany = count - rules.forgiven();
        if (tooMany <= 0) {
            return Duration.ZERO;
        }
        Duration delay = rules.longestDelay().dividedBy(FIRST_PART).multipliedBy(1L << Math.min(tooMany - 1, 30));
        return delay.compareTo(rules.longestDelay()) < 0 ? delay : rules.longestDelay();
    }

    /** Whether this key has failed so often that it need not be verified for now. For keys that nobody shares. */
    public boolean isBlocked(K key) {
        return failures.find(key).map(Failures::count).orElse(0) >= rules.blockedAt();
    }
}
