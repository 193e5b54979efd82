package io.bellcord.broker.cli.check.rules;

/**
 * What a rule comes to.
 *
 * @param seen on what it is based, with figures
 * @param remedy how to mend it; empty unless something is found
 */
public record Verdict(Judgement judgement, String seen, String remedy) {
    /** One of three. */
    public enum Judgement {
        FINE,
        FOUND,
        /** What was seen does not tell. */
        UNSEEN
    }

    static Verdict fine(String seen) {
        return new Verdict(Judgement.FINE, seen, "");
    }

    static Verdict found(String seen, String remedy) {
        return new Verdict(Judgement.FOUND, seen, remedy);
    }

    static Verdict unseen(String what) {
        return new Verdict(Judgement.UNSEEN, what, "");
    }

    public boolean isFound() {
        return judgement == Judgement.FOUND;
    }
}
