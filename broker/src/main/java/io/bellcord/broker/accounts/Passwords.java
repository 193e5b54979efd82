package io.bellcord.broker.accounts;

import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.provider.RefusedException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Checks passwords against bcrypt hashes, on a few threads of its own: a check takes a quarter of a second of a core,
 * which virtual threads would take away from everybody who connects. More checks than can wait are refused.
 *
 * <p>Every check costs the same work, whether there is such a user or not and whatever the cost of the stored hash,
 * unless that is above {@link #COST}: how long an answer takes says nothing.
 */
public final class Passwords implements AutoCloseable {
    /** Of new hashes: 2^12 rounds, a quarter of a second; what a login may cost, and 4 times what most tables hold. */
    static final int COST = 12;

    /** What {@link #isHash} takes: below 4 there is no bcrypt, above 14 one login would hold a core for a second. */
    static final String HASH_FORM = "a bcrypt hash, $2a$, $2b$ or $2y$, of cost 4 to 14";

    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");
    private static final String SALT_AND_DIGEST = ".".repeat(53); // the hash of no password that anyone knows
    private static final int SHORTEST = 8;
    private static final int LONGEST_BYTES = 72; // bcrypt takes no notice of what follows
    private static final int WAITING_PER_THREAD = 8;

    private final ThreadPoolExecutor threads;
    private final Counter rounds;

    /** What a check came to. */
    enum Match {
        YES,
        NO,
        /** Too many wait already. */
        BUSY
    }

    public Passwords(MeterRegistry meters) {
        this(meters, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), WAITING_PER_THREAD);
    }

    Passwords(MeterRegistry meters, int atOnce, int waitingPerThread) {
        rounds = Counter.builder("bellcord.password.rounds")
                .description("bcrypt rounds spent on logins; each takes 4096 or more")
                .register(meters);
        threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(atOnce * waitingPerThread),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
    }

    /** Whether {@link User} may hold it, because it is a hash that can be checked in reasonable time. */
    public static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    /**
     * The hash of a new password.
     *
     * @throws RefusedException if it has fewer than 8 characters or more than 72 bytes of UTF-8
     */
    public static String hash(String password) {
        int bytes = password.getBytes(StandardCharsets.UTF_8).length;
        if (password.length() < SHORTEST || bytes > LONGEST_BYTES) {
            throw new RefusedException(
                    Reason.UNUSABLE_PASSWORD,
                    "A password must have " + SHORTEST + " characters or more and at most " + LONGEST_BYTES
                            + " bytes of UTF-8 (bcrypt reads no further) but has " + password.length()
                            + " characters, " + bytes + " bytes");
        }
        return BCrypt.hashpw(password, BCrypt.gensalt("$2b", COST));
    }

    /**
     * Waits its turn, then compares.
     *
     * @param hash empty for no such user: the work is done all the same
     */
    Match check(String password, Optional<String> hash) {
        Future<Boolean> matches;
        try {
            String known = hash.orElseGet(() -> dummy(COST));
            matches = threads.submit(() -> matches(password, known) && hash.isPresent());
        } catch (RejectedExecutionException e) {
            return Match.BUSY;
        }
        try {
            return matches.get() ? Match.YES : Match.NO;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Match.BUSY; // we are stopping
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be checked", e.getCause());
        }
    }

    /** 2^c + 2^c + 2^(c+1) + … + 2^11 rounds are 2^12: a cheap old hash is made up for. */
    private boolean matches(String password, String hash) {
        boolean matches = compare(password, hash);
        for (int cost = cost(hash); cost < COST; cost++) {
            compare(password, dummy(cost));
        }
        return matches;
    }

    private boolean compare(String password, String hash) {
        rounds.increment(1 << cost(hash));
        return BCrypt.checkpw(password, hash);
    }

    private static int cost(String hash) {
        return Integer.parseInt(hash.substring(4, 6));
    }

    private static String dummy(int cost) {
        return "$2b$%02d$".formatted(cost) + SALT_AND_DIGEST;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
