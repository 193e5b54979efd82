package io.bellcord.broker.limits;

/**
 * A {@link Rate} that is kept in two steps: what is over it does not pass, and who sends more than twice as much, for as
 * long as a burst lasts, is told to stop.
 */
public final class Allowance {
    /** What becomes of one more. */
    public enum Verdict {
        WITHIN,
        OVER,
        FAR_OVER
    }

    private final TokenBucket passing;
    private final TokenBucket over;

    public Allowance(Rate rate, Ticker ticker) {
        passing = new TokenBucket(rate, ticker);
        over = new TokenBucket(rate, ticker);
    }

    public Verdict take() {
        if (passing.tryTake()) {
            return Verdict.WITHIN;
        }
        return over.tryTake() ? Verdict.OVER : Verdict.FAR_OVER;
    }
}
