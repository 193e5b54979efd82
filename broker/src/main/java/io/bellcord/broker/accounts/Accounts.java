package io.bellcord.broker.accounts;

import io.bellcord.broker.accounts.Passwords.Match;
import io.bellcord.broker.auth.AccountTokens;
import io.bellcord.broker.auth.AccountTokens.Check;
import io.bellcord.broker.auth.TokenIssuer;
import io.bellcord.broker.auth.TokenRequest;
import io.bellcord.broker.auth.TokenType;
import io.bellcord.broker.auth.Verdict;
import io.bellcord.broker.db.Database;
import io.bellcord.broker.provider.FleetRepository;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.provider.Queries;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.transit.ProviderId;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;

/**
 * Logs people in and keeps them logged in. What it refuses it throws as {@link AccountRefused}. Every call may wait for
 * PostgreSQL, for seconds. Safe for use by many threads.
 */
public final class Accounts {
    /** How long what is issued here is valid. */
    public record Lifetimes(Duration access, Duration refresh) {}

    /** Who may wait for PostgreSQL or bcrypt: each holds a thread, and the last of more would wait too long. */
    private static final int MOST_AT_ONCE = 64;

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Supplier<Providers> providers;
    private final UserRepository users;
    private final FleetRepository fleets;
    private final RefreshTokens refreshTokens;
    private final AccountTokens tokens;
    private final TokenIssuer issuer;
    private final Passwords passwords;
    private final LoginAttempts attempts;
    private final Lifetimes lifetimes;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** @param attempts what is remembered of logins that failed */
    public Accounts(
            Database database,
            Supplier<Providers> providers,
            Passwords passwords,
            LoginAttempts attempts,
            Lifetimes lifetimes,
            Clock clock) {
        this.providers = providers;
        this.passwords = passwords;
        this.attempts = attempts;
        this.lifetimes = lifetimes;
        users = new UserRepository(database);
        fleets = new FleetRepository(database);
        refreshTokens = new RefreshTokens(database, clock, lifetimes.access());
        tokens = new AccountTokens(providers, clock);
        issuer = new TokenIssuer(clock);
    }

    /** Those that can be logged in to. */
    public List<Provider> providers() {
        return providers.get().list().stream().filter(Provider::enabled).toList();
    }

    /**
     * Checks a password.
     *
     * @param address where the attempt comes from
     */
    public Tokens login(String providerId, String id, String password, InetAddress address) {
        Provider provider = provider(providerId);
        attempts.begin(id, address).ifPresent(wait -> {
            throw new AccountRefused(Refusal.TOO_MANY_ATTEMPTS, Optional.of(wait));
        });
        boolean decided = false;
        try {
            Optional<Tokens> loggedIn = inTurn(() -> login(provider, id, password));
            decided = true;
            loggedIn.ifPresent(_ -> attempts.succeeded(id, address));
            return loggedIn.orElseThrow(() -> new AccountRefused(Refusal.LOGIN_FAILED));
        } finally {
            if (!decided) {
                attempts.undecided(id, address);
            }
        }
    }

    private Provider provider(String id) {
        Provider provider = Optional.of(id)
                .filter(ProviderId::isValid)
                .flatMap(valid -> providers.get().find(new ProviderId(valid)))
                .orElseThrow(() -> new AccountRefused(Refusal.UNKNOWN_PROVIDER));
        if (!provider.enabled()) {
            throw new AccountRefused(Refusal.PROVIDER_DISABLED);
        }
        return provider;
    }

    /** Does the same work whoever asks; empty if it is not the user or not the password. */
    private Optional<Tokens> login(Provider provider, String id, String password) {
        Optional<User> user = find(provider, id);
        Match match = passwords.check(password, user.map(User::passwordHash));
        if (match == Match.BUSY) {
            throw new AccountRefused(Refusal.BUSY, Optional.of(SOON));
        }
        return user.filter(_ -> match == Match.YES)
                .map(known -> new LoggingIn(known, issue(provider, known)))
                .filter(in -> refreshTokens.begin(in.user(), in.tokens()))
                .map(LoggingIn::tokens);
    }

    private record LoggingIn(User user, Tokens tokens) {}

    private Optional<User> find(Provider provider, String id) {
        return Optional.of(id)
                .filter(User::isId)
                .flatMap(users::find)
                .filter(user -> user.enabled() && user.provider().equals(provider.id()));
    }

    private Tokens issue(Provider provider, User user) {
        try {
            var access = new TokenRequest(user.role(), user.id(), Optional.empty(), lifetimes.access());
            var refresh = new TokenRequest(user.role(), user.id(), Optional.empty(), lifetimes.refresh());
            return new Tokens(
                    issuer.issue(provider, access, TokenType.ACCESS),
                    issuer.issue(provider, refresh, TokenType.REFRESH));
        } catch (RefusedException e) {
            throw new AccountRefused(Refusal.CANNOT_SIGN);
        }
    }

    /** Whose access token it is. */
    public Profile authenticate(String providerId, String accessToken) {
        Check.Valid valid = check(providerId, accessToken, TokenType.ACCESS);
        return inTurn(() -> profile(valid.provider(), holder(valid)));
    }

    private Profile profile(Provider provider, User user) {
        return new Profile(user, provider, fleets.listRoutes(provider.id()));
    }

    private User holder(Check.Valid valid) {
        return valid.subject()
                .flatMap(id -> find(valid.provider(), id))
                .orElseThrow(() -> new AccountRefused(Refusal.USER_NOT_FOUND));
    }

    /** A refreshed login. */
    public record Refreshed(Profile profile, Tokens tokens) {}

    /** Uses a refresh token up. */
    public Refreshed refresh(String providerId, String refreshToken) {
        Check.Valid valid = check(providerId, refreshToken, TokenType.REFRESH);
        String tokenId = valid.id().orElseThrow(() -> new AccountRefused(Refusal.TOKEN_INVALID));
        return inTurn(() -> {
            User user = holder(valid);
            Profile profile = profile(valid.provider(), user); // first: what fails now has used up no token
            Tokens next = issue(valid.provider(), user);
            return switch (refreshTokens.use(tokenId, user, next)) {
                case GOOD -> new Refreshed(profile, next);
                case AGAIN -> throw new AccountRefused(Refusal.TOKEN_REUSED);
                case GONE -> throw new AccountRefused(Refusal.TOKEN_REVOKED);
            };
        });
    }

    private Check.Valid check(String providerId, String token, TokenType type) {
        return switch (tokens.check(providerId, token, type)) {
            case Check.Valid valid -> valid;
            case Check.Invalid(Verdict.Reason reason) -> throw new AccountRefused(refusal(reason));
        };
    }

    /** What a token is refused for, in the words of this package. */
    public static Refusal refusal(Verdict.Reason reason) {
        return switch (reason) {
            case UNKNOWN_PROVIDER -> Refusal.UNKNOWN_PROVIDER;
            case PROVIDER_DISABLED -> Refusal.PROVIDER_DISABLED;
            case TOKEN_EXPIRED -> Refusal.TOKEN_EXPIRED;
            case WRONG_TOKEN_TYPE -> Refusal.WRONG_TOKEN_TYPE;
            case WRONG_PROVIDER -> Refusal.WRONG_PROVIDER;
            case TOKEN_REVOKED, CREDENTIAL_ENDED, CERTIFICATE_REVOKED -> Refusal.TOKEN_REVOKED;
            case TOKEN_INVALID,
                    MISSING_PASSWORD,
                    UNKNOWN_ROLE,
                    MISSING_BUS,
                    CREDENTIAL_UNKNOWN,
                    CERTIFICATE_INVALID,
                    CERTIFICATE_UNTRUSTED,
                    CERTIFICATE_EXPIRED -> Refusal.TOKEN_INVALID;
        };
    }

    private <T> T inTurn(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw new AccountRefused(Refusal.BUSY, Optional.of(SOON));
        }
        try {
            return work.get();
        } catch (DataAccessException e) {
            throw Queries.isAway(e) ? new AccountRefused(Refusal.DATABASE_UNAVAILABLE, Optional.of(LATER)) : e;
        } finally {
            places.release();
        }
    }

    /** Deletes refresh tokens that have expired. */
    public void purge() {
        refreshTokens.purge();
    }
}
