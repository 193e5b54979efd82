package io.bellcord.broker.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bellcord.broker.limits.Networks;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Slows down who guesses passwords: after a few failures of a user from one address, or of an address, the next attempt
 * has to wait, and twice as long after each further one. Of a user as such far more are passed over: else a stranger could lock
 * out whom he likes. An attempt counts as failed from its beginning, so that guesses side by side
 * are guesses too. Safe for use by many threads; of bounded size.
 */
public final class LoginAttempts {
    /**
     * How patient to be.
     *
     * @param perUserThere failures of one user from one address that cost nothing
     * @param perAddress the same of one address: a depot's phones share theirs
     * @param perUser the same of one user, from wherever
     */
    record Limits(int perUserThere, int perAddress, int perUser, Duration longestWait, Duration memory) {
        static final Limits DEFAULT = new Limits(5, 50, 100, Duration.ofMinutes(5), Duration.ofMinutes(15));
    }

    private record UserThere(String user, InetAddress network) {
        static UserThere of(String user, InetAddress address) {
            return new UserThere(key(user), Networks.counted(address));
        }
    }

    private record Failures(int count, Instant last) {}

    private static final int MOST_KEYS = 100_000;
    private static final int MOST_DOUBLINGS = 20;

    private final Limits limits;
    private final Networks trusted;
    private final Clock clock;
    private final Cache<UserThere, Failures> usersThere;
    private final Cache<String, Failures> users;
    private final Cache<InetAddress, Failures> addresses;

    /** @param trusted networks for which nothing is counted by address: a proxy stands for everybody */
    public LoginAttempts(Networks trusted, Clock clock) {
        this(Limits.DEFAULT, trusted, clock);
    }

    LoginAttempts(Limits limits, Networks trusted, Clock clock) {
        this.limits = limits;
        this.trusted = trusted;
        this.clock = clock;
        usersThere = table();
        users = table();
        addresses = table();
    }

    private <K> Cache<K, Failures> table() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterWrite(limits.memory())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** How long the attempt has to wait; empty to go on with it, and then it has to be ended by one of the others. */
    Optional<Duration> begin(String user, InetAddress address) {
        Optional<Duration> wait = count(usersThere, UserThere.of(user, address), limits.perUserThere());
        if (wait.isPresent()) {
            return wait;
        }
        wait = trusted.contains(address)
                ? Optional.empty()
                : count(addresses, Networks.counted(address), limits.perAddress());
        if (wait.isPresent()) {
            takeBack(usersThere, UserThere.of(user, address));
            return wait;
        }
        wait = count(users, key(user), limits.perUser());
        if (wait.isPresent()) {
            takeBack(usersThere, UserThere.of(user, address));
            takeBack(addresses, Networks.counted(address));
        }
        return wait;
    }

    /** It was the right password: of the failures elsewhere that says nothing. */
    void succeeded(String user, InetAddress address) {
        usersThere.invalidate(UserThere.of(user, address));
        takeBack(users, key(user));
        takeBack(addresses, Networks.counted(address));
    }

    /** Whether it was the right password could not be told. */
    void undecided(String user, InetAddress address) {
        takeBack(usersThere, UserThere.of(user, address));
        takeBack(users, key(user));
        takeBack(addresses, Networks.counted(address));
    }

    /** What is longer is nobody's id, and is not kept as it came: a request has room for thousands of characters. */
    private static String key(String user) {
        return user.length() <= User.LONGEST_ID ? user : user.substring(0, User.LONGEST_ID + 1);
    }

    private <K> Optional<Duration> count(Cache<K, Failures> table, K key, int free) {
        Instant now = clock.instant();
        var wait = new AtomicReference<Duration>();
        table.asMap().compute(key, (_, before) -> {
            Instant next = before == null ? now : before.last().plus(delay(before.count() - free));
            if (before != null && now.isBefore(next)) {
                wait.set(Duration.between(now, next));
                return before;
            }
            return new Failures(before == null ? 1 : before.count() + 1, now);
        });
        return Optional.ofNullable(wait.get());
    }

    private Duration delay(int failuresTooMany) {
        if (failuresTooMany < 0) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(failuresTooMany, MOST_DOUBLINGS));
        return doubled.compareTo(limits.longestWait()) < 0 ? doubled : limits.longestWait();
    }

    private static <K> void takeBack(Cache<K, Failures> table, K key) {
        table.asMap()
                .computeIfPresent(
                        key,
                        (_, before) -> before.count() == 1 ? null : new Failures(before.count() - 1, before.last()));
    }
}
