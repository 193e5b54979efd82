package io.bellcord.broker.cli.check.rules;

import static io.bellcord.broker.cli.check.rules.Verdict.fine;
import static io.bellcord.broker.cli.check.rules.Verdict.found;
import static io.bellcord.broker.cli.check.rules.Verdict.unseen;

import io.bellcord.broker.cli.check.rules.Seen.Arrival;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** With what it is let in. */
final class CredentialRules {
    private static final Duration A_YEAR = Duration.ofDays(366);
    private static final Duration A_WEEK = Duration.ofDays(7);

    private CredentialRules() {}

    static Verdict age(Recording recording) {
        Optional<Arrival> newest = recording.newestArrival();
        return newest.isEmpty() ? unseen("no connection over MQTT was seen") : age(newest.get(), recording.until());
    }

    private static Verdict age(Arrival client, Instant now) {
        Optional<Duration> age = client.issuedAt().map(since -> Duration.between(since, now));
        Optional<Duration> left = client.expiresAt().map(end -> Duration.between(now, end));
        if (age.isPresent() && age.get().compareTo(A_YEAR) > 0) {
            return found(
                    "a " + client.login() + " of " + Words.of(age.get()) + " ago",
                    "give it a new one, see it connect with that, then revoke the old one: admin tracker add, admin"
                            + " tracker revoke");
        } else if (age.isPresent()
                && left.isPresent()
                && age.get().plus(left.get()).compareTo(A_YEAR) > 0) {
            return found(
                    "a " + client.login() + " that counts for "
                            + Words.of(age.get().plus(left.get())),
                    "who copies a token has it until it expires: use a tracker's credential, which can be revoked");
        } else if (left.isPresent() && left.get().compareTo(A_WEEK) < 0 && isLongLived(age, left.get())) {
            return found(
                    "its " + client.login() + " expires in " + Words.of(left.get()), "give it a new one before that");
        }
        return age.map(since -> fine("a " + client.login() + " of " + Words.of(since) + " ago"))
                .orElseGet(() -> unseen("a " + client.login() + " that does not say when it was made"));
    }

    /** One that lives for days is not made anew for each connection. */
    private static boolean isLongLived(Optional<Duration> age, Duration left) {
        return age.orElse(Duration.ZERO).plus(left).compareTo(A_WEEK.multipliedBy(2)) > 0;
    }
}
